/** A list whose things are edited in a drawer beside it. */
import type { ReactNode } from "react";
import type { Configured } from "@onqueue/api/models";
import type { Choices } from "../../../ui/table/address";
import type { OpenProps } from "../open";
import { RecordDrawer } from "./RecordLoader";
import { RecordTable, type RecordTableProps } from "./RecordTable";

interface DrawerTableProps<R extends Configured, D, C extends Choices>
  extends Omit<RecordTableProps<R, D, C>, "onOpen" | "onNew">, OpenProps {
  /** Edits one of them, or makes one where there is none yet. */
  editor: (record: R | null, close: () => void) => ReactNode;
}

export function DrawerTable<R extends Configured, D, C extends Choices = Choices>({
  open,
  setOpen,
  editor,
  ...table
}: DrawerTableProps<R, D, C>) {
  const close = (): void => setOpen(null);
  return (
    <>
      <RecordTable {...table} onOpen={(row: R) => setOpen(row.id)} onNew={() => setOpen("new")} />
      {open !== null && (
        <RecordDrawer
          key={open}
          records={table.records}
          id={open}
          title={table.label}
          onClose={close}
        >
          {(record) => editor(record, close)}
        </RecordDrawer>
      )}
    </>
  );
}
