import { Table } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import clsx from "clsx";
import classes from "./DataTable.module.css";

interface HeaderCellProps {
  column: {
    header: string;
    sort?: unknown;
    align?: "left" | "right";
    width?: number | string;
    wide?: boolean;
  };
  direction: "asc" | "desc" | null;
  onSort: () => void;
}

const ARIA = { asc: "ascending", desc: "descending" } as const;

export function HeaderCell({ column, direction, onSort }: HeaderCellProps) {
  const Icon =
    direction === null ? IconArrowsSort : direction === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th
      scope="col"
      w={column.width}
      ta={column.align}
      className={clsx(classes.header, column.wide === true && classes.wide)}
      aria-sort={direction === null ? undefined : ARIA[direction]}
    >
      {column.sort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          className={classes.sort}
          data-on={direction !== null}
          onClick={onSort}
        >
          {column.header}
          <Icon size={13} aria-hidden />
        </button>
      )}
    </Table.Th>
  );
}
