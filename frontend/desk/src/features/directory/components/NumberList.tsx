import { IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PhoneNumber } from "@onqueue/api/models";
import { numbers } from "../../../api/records";
import { languageName } from "../../../ui/languages";
import { useFlows } from "../flows/api";
import type { OpenProps } from "../open";
import { DrawerTable } from "./DrawerTable";
import { NumberEditor } from "./NumberEditor";
import { QueueFilter } from "./QueueFilter";
import { NameCell, QueueNames, changedColumn, descriptionColumn } from "./RecordBits";

const CHOICES = { queue: null };

export function NumberList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  const flows = useFlows().data ?? [];
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <NumberEditor record={record} onClose={close} />}
      records={numbers}
      label={t("admin.nav.numbers")}
      sort="number"
      choices={CHOICES}
      filters={({ filters, filter }) => (
        <QueueFilter value={filters.queue} onChange={(queue) => filter({ queue })} />
      )}
      rowLabel={(row: PhoneNumber) => row.number}
      newLabel={t("admin.numbers.new")}
      columns={[
        {
          id: "number",
          header: t("admin.field.number"),
          sort: "number",
          cell: (row) => <NameCell name={row.number} archived={row.archived} />,
        },
        {
          id: "queue",
          header: t("admin.field.queue_id"),
          cell: (row) => <QueueNames ids={[row.queue_id]} />,
        },
        {
          id: "flow",
          header: t("admin.field.flow_id"),
          cell: (row) => flows.find((flow) => flow.id === row.flow_id)?.name ?? "",
        },
        descriptionColumn(t),
        {
          id: "language",
          header: t("admin.field.language"),
          sort: "language",
          wide: true,
          cell: (row) => languageName(row.language, i18n.language),
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.numbers.none"),
        text: t("admin.numbers.none_text"),
        icon: <IconPhone size={22} />,
      }}
    />
  );
}
