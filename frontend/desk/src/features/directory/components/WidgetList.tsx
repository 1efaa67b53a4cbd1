import { IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Widget } from "@onqueue/api/models";
import { widgets } from "../../../api/records";
import { languageName } from "../../../ui/languages";
import { changedColumn, NameCell, useQueueNames } from "./RecordBits";
import { RecordTable } from "./RecordTable";

export function WidgetList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const names = useQueueNames();
  return (
    <RecordTable
      records={widgets}
      label={t("admin.nav.widgets")}
      rowLabel={(row) => row.name}
      onOpen={(row: Widget) => onOpen(row.id)}
      onNew={() => onOpen("new")}
      newLabel={t("admin.widgets.new")}
      columns={[
        {
          id: "name",
          header: t("admin.field.name"),
          sort: "name",
          cell: (row) => <NameCell {...row} />,
        },
        {
          id: "queue",
          header: t("admin.field.queue_id"),
          cell: (row) => names[row.queue_id] ?? "",
        },
        {
          id: "languages",
          header: t("admin.field.languages"),
          wide: true,
          cell: (row) => row.languages.map((code) => languageName(code, i18n.language)).join(", "),
        },
        {
          id: "origins",
          header: t("admin.field.allowed_origins"),
          wide: true,
          cell: (row) =>
            row.allowed_origins.includes("*")
              ? t("admin.widgets.any_site")
              : row.allowed_origins.map((one) => one.replace(/^https?:\/\//, "")).join(", "),
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.widgets.none"),
        text: t("admin.widgets.none_text"),
        icon: <IconMessageCircle size={22} />,
      }}
    />
  );
}
