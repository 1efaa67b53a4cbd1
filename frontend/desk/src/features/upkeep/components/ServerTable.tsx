/** The processes of the server: which runs the floor, who is connected, what is not ready. */
import { useTranslation } from "react-i18next";
import type { HealthServer } from "@onqueue/api/models";
import { binarySize, dateTime } from "../../../ui/format";
import { DataTable } from "../../../ui/table/DataTable";

function problems(row: HealthServer): string {
  return Object.entries(row.problems)
    .map(([name, said]) => `${name}: ${said}`)
    .join(" ");
}

export function ServerTable({ servers }: { servers: HealthServer[] }) {
  const { t, i18n } = useTranslation();
  return (
    <DataTable
      label={t("health.servers")}
      rows={servers}
      rowId={(row: HealthServer) => row.process}
      searchable={false}
      columns={[
        { id: "process", header: t("health.server"), cell: (row) => row.process },
        { id: "version", header: t("health.version"), wide: true, cell: (row) => row.version },
        {
          id: "leads",
          header: t("health.leads"),
          cell: (row) => t(row.fresh && row.leads ? "health.yes" : "health.no"),
        },
        {
          id: "at",
          header: t("health.told"),
          cell: (row) =>
            `${dateTime(row.at, i18n.language)}${row.fresh ? "" : ` (${t("health.silent")})`}`,
        },
        {
          id: "since",
          header: t("health.since"),
          wide: true,
          cell: (row) => dateTime(row.started_at, i18n.language),
        },
        {
          id: "connected",
          header: t("health.connected"),
          align: "right",
          cell: (row) => `${row.desks} + ${row.widgets}`,
        },
        {
          id: "memory",
          header: t("health.memory"),
          align: "right",
          wide: true,
          cell: (row) => binarySize(row.memory_bytes, i18n.language),
        },
        { id: "wrong", header: t("health.wrong"), cell: problems },
      ]}
      empty={{ title: t("health.no_servers"), text: t("health.no_servers_text") }}
    />
  );
}
