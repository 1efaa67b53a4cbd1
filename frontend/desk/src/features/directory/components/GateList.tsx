import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Gate } from "@onqueue/api/models";
import { gates } from "../../../api/records";
import { changedColumn, descriptionColumn, nameColumn } from "./RecordBits";
import { DrawerTable } from "./DrawerTable";
import { GateEditor } from "./GateEditor";
import type { OpenProps } from "../open";

export function GateList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <GateEditor record={record} onClose={close} />}
      records={gates}
      label={t("routing.gate.nav")}
      rowLabel={(row: Gate) => row.name}
      newLabel={t("routing.gate.new")}
      columns={[nameColumn(t), descriptionColumn(t), changedColumn(t, i18n.language)]}
      empty={{
        title: t("routing.gate.none"),
        text: t("routing.gate.text"),
        icon: <IconLock size={22} />,
      }}
    />
  );
}
