import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Gate } from "@onqueue/api/models";
import { gates } from "../../../api/records";
import { changedColumn, NameCell } from "./RecordBits";
import { RecordDrawer } from "./RecordLoader";
import { RecordTable } from "./RecordTable";
import { GateEditor } from "./GateEditor";
import type { OpenProps } from "../open";

export function GateList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <RecordTable
        records={gates}
        label={t("routing.gate.nav")}
        rowLabel={(row) => row.name}
        onOpen={(row: Gate) => setOpen(row.id)}
        onNew={() => setOpen("new")}
        newLabel={t("routing.gate.new")}
        columns={[
          {
            id: "name",
            header: t("admin.field.name"),
            sort: "name",
            cell: (row) => <NameCell {...row} />,
          },
          {
            id: "description",
            header: t("admin.field.description"),
            wide: true,
            cell: (row) => row.description,
          },
          changedColumn(t, i18n.language),
        ]}
        empty={{
          title: t("routing.gate.none"),
          text: t("routing.gate.text"),
          icon: <IconLock size={22} />,
        }}
      />
      {open !== null && (
        <RecordDrawer
          key={open}
          records={gates}
          id={open}
          title={t("routing.gate.nav")}
          onClose={() => setOpen(null)}
        >
          {(record) => <GateEditor record={record} onClose={() => setOpen(null)} />}
        </RecordDrawer>
      )}
    </>
  );
}
