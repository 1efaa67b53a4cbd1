import { Select } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Code } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { codes } from "../../../api/records";
import type { OpenProps } from "../open";
import { CodeEditor } from "./CodeEditor";
import { changedColumn, NameCell, QueueNames } from "./RecordBits";
import { RecordDrawer } from "./RecordLoader";
import { RecordTable } from "./RecordTable";

const CHOICES = { queue: null };

export function CodeList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  const queues = useQueues().data ?? [];
  return (
    <>
      <RecordTable
        records={codes}
        label={t("admin.nav.codes")}
        sort="group"
        choices={CHOICES}
        filters={({ filters, filter }) => (
          <Select
            aria-label={t("admin.filter.queue")}
            placeholder={t("admin.filter.queue")}
            clearable
            searchable
            w={180}
            data={queues.map(({ id, name }) => ({ value: id, label: name }))}
            value={filters.queue ?? null}
            onChange={(value) => filter({ queue: value })}
          />
        )}
        rowLabel={(row) => row.name}
        onOpen={(row: Code) => setOpen(row.id)}
        onNew={() => setOpen("new")}
        newLabel={t("admin.codes.new")}
        columns={[
          {
            id: "name",
            header: t("admin.field.name"),
            sort: "name",
            cell: (row) => <NameCell {...row} />,
          },
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
      {open !== null && (
        <RecordDrawer
          key={open}
          records={codes}
          id={open}
          title={t("admin.nav.codes")}
          onClose={() => setOpen(null)}
        >
          {(record) => <CodeEditor record={record} onClose={() => setOpen(null)} />}
        </RecordDrawer>
      )}
    </>
  );
}
