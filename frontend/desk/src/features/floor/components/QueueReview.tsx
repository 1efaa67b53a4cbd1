import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent, useKnown, useQueueList } from "../../../live/hooks";
import type { QueueEntity } from "../../../live/protocol";
import { timeOfDay } from "../../../ui/format";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { Timer } from "../../../ui/Timer";

/** My queues before I start: who waits, since when, who is there already. */
export function QueueReview() {
  const { t, i18n } = useTranslation();
  const agent = useAgent(useMe().id);
  const known = useKnown();
  const queues = useQueueList().filter((queue) => agent?.queues.includes(queue.id) ?? false);
  const columns: Column<QueueEntity>[] = [
    { id: "name", header: t("floor.queue.name"), cell: (row) => row.name, sort: (row) => row.name },
    {
      id: "waiting",
      header: t("floor.queue.waiting"),
      align: "right",
      cell: (row) => <span className="tnum">{row.waiting}</span>,
      sort: (row) => row.waiting,
    },
    {
      id: "oldest",
      header: t("floor.queue.oldest"),
      align: "right",
      cell: (row) =>
        row.oldest_at === null || row.waiting === 0 ? (
          "–"
        ) : (
          <Timer
            since={row.oldest_at}
            amber={row.threshold_s * 500}
            red={row.threshold_s * 1_000}
          />
        ),
      sort: (row) => row.oldest_at,
    },
    {
      id: "agents",
      header: t("floor.queue.agents"),
      align: "right",
      cell: (row) => (
        <span className="tnum">
          {t("floor.queue.free_of", { free: row.agents_free, on: row.agents_on })}
        </span>
      ),
      sort: (row) => row.agents_on,
      wide: true,
    },
    {
      id: "open",
      header: t("floor.queue.hours"),
      align: "right",
      cell: (row) =>
        row.open
          ? row.closes_at === null
            ? t("floor.queue.open")
            : t("floor.queue.open_until", { time: timeOfDay(row.closes_at, i18n.language) })
          : t("floor.queue.closed"),
    },
  ];
  return (
    <DataTable
      label={t("floor.start.queues")}
      columns={columns}
      rows={known ? queues : undefined}
      rowId={(row) => row.id}
      empty={{ title: t("floor.queue.none"), text: t("floor.queue.none_hint") }}
    />
  );
}
