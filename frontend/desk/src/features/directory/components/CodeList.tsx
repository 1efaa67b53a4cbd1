import { IconTags } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Code } from "@onqueue/api/models";
import { codes } from "../../../api/records";
import type { OpenProps } from "../open";
import { CodeEditor } from "./CodeEditor";
import { QueueNames, changedColumn, nameColumn } from "./RecordBits";
import { DrawerTable } from "./DrawerTable";
import { QueueFilter } from "./QueueFilter";

const CHOICES = { queue: null };

export function CodeList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <CodeEditor record={record} onClose={close} />}
      records={codes}
      label={t("admin.nav.codes")}
      sort="group"
      choices={CHOICES}
      filters={({ filters, filter }) => (
        <QueueFilter value={filters.queue} onChange={(queue) => filter({ queue })} />
      )}
      rowLabel={(row: Code) => row.name}
      newLabel={t("admin.codes.new")}
      columns={[
        nameColumn(t),
        { id: "group", header: t("admin.field.group"), sort: "group", cell: (row) => row.group },
        {
          id: "queues",
          header: t("admin.field.queue_ids"),
          wide: true,
          cell: (row) => <QueueNames ids={row.queue_ids} />,
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.codes.none"),
        text: t("admin.codes.none_text"),
        icon: <IconTags size={22} />,
      }}
    />
  );
}
