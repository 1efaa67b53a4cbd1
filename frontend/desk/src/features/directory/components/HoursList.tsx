import { IconClockHour4 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Hours } from "@onqueue/api/models";
import { hours } from "../../../api/records";
import { duration } from "../../../ui/format";
import { openMinutes } from "../week";
import { changedColumn, NameCell } from "./RecordBits";
import { RecordTable } from "./RecordTable";

export function HoursList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <RecordTable
      records={hours}
      label={t("admin.nav.hours")}
      rowLabel={(row) => row.name}
      onOpen={(row: Hours) => onOpen(row.id)}
      onNew={() => onOpen("new")}
      newLabel={t("admin.hours.new")}
      columns={[
        {
          id: "name",
          header: t("admin.field.name"),
          sort: "name",
          cell: (row) => <NameCell {...row} />,
        },
        {
          id: "time_zone",
          header: t("admin.field.time_zone"),
          sort: "time_zone",
          cell: (row) => row.time_zone,
        },
        {
          id: "week",
          header: t("admin.hours.per_week"),
          align: "right",
          cell: (row) => <span className="tnum">{duration(openMinutes(row.weekly) * 60_000)}</span>,
        },
        {
          id: "exceptions",
          header: t("admin.hours.exceptions_short"),
          align: "right",
          wide: true,
          cell: (row) => <span className="tnum">{row.exceptions.length}</span>,
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.hours.none"),
        text: t("admin.hours.none_text"),
        icon: <IconClockHour4 size={22} />,
      }}
    />
  );
}
