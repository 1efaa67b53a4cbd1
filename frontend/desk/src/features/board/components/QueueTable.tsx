/** Every queue in one line: now, the last interval, today. */
import { useMediaQuery } from "@mantine/hooks";
import { IconStack2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import type { BoardDrill } from "../drill";
import type { QueueRow } from "../hooks/useBoard";
import classes from "./Board.module.css";
import { Active, Figure, HandleTime, Level, Oldest, OpenUntil, Staff, Waiting } from "./cells";
import { QueueCards } from "./QueueCards";

interface QueueTableProps {
  rows: QueueRow[];
  onDrill: (drill: BoardDrill) => void;
  onQueue: (id: string) => void;
}

export const NARROW = "(max-width: 48em)";

export function QueueTable({ rows, onDrill, onQueue }: QueueTableProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery(NARROW, false);
  if (narrow && rows.length > 0)
    return <QueueCards rows={rows} onDrill={onDrill} onQueue={onQueue} />;
  const right = (column: Omit<Column<QueueRow>, "align">): Column<QueueRow> => ({
    ...column,
    align: "right",
  });
  return (
    <DataTable
      label={t("board.queues")}
      rows={rows}
      rowId={(row) => row.queue.id}
      columns={[
        {
          id: "name",
          header: t("board.queue"),
          sort: (row) => row.queue.name,
          cell: (row) => (
            <button
              type="button"
              className={classes.queueName}
              data-tone={row.tone}
              onClick={() => onQueue(row.queue.id)}
            >
              {row.queue.name}
            </button>
          ),
        },
        right({
          id: "waiting",
          header: t("board.waiting"),
          sort: (row) => row.queue.waiting,
          cell: (row) => <Waiting row={row} onDrill={onDrill} />,
        }),
        right({
          id: "oldest",
          header: t("board.oldest"),
          sort: (row) => (row.queue.waiting === 0 ? null : row.queue.oldest_at),
          cell: (row) => <Oldest row={row} onDrill={onDrill} />,
        }),
        right({
          id: "active",
          header: t("board.active"),
          sort: (row) => row.queue.active,
          cell: (row) => <Active row={row} onDrill={onDrill} />,
        }),
        right({
          id: "free",
          header: t("board.free_of"),
          sort: (row) => row.queue.agents_free,
          cell: (row) => <Staff row={row} onDrill={onDrill} />,
        }),
        right({
          id: "interval",
          header: t("board.level_interval"),
          sort: (row) => row.stats?.interval.service_level ?? null,
          cell: (row) => <Level row={row} onDrill={onDrill} span="interval" />,
        }),
        right({
          id: "today",
          header: t("board.level_today"),
          sort: (row) => row.stats?.today.service_level ?? null,
          cell: (row) => <Level row={row} onDrill={onDrill} />,
        }),
        right({
          id: "offered",
          header: t("board.offered"),
          sort: (row) => row.stats?.today.offered ?? null,
          cell: (row) => <Figure row={row} onDrill={onDrill} figure="offered" />,
        }),
        right({
          id: "answered",
          header: t("board.answered"),
          sort: (row) => row.stats?.today.answered ?? null,
          cell: (row) => <Figure row={row} onDrill={onDrill} figure="answered" />,
        }),
        right({
          id: "abandoned",
          header: t("board.abandoned"),
          sort: (row) => row.stats?.today.abandoned ?? null,
          cell: (row) => <Figure row={row} onDrill={onDrill} figure="abandoned" />,
        }),
        right({
          id: "aht",
          header: t("board.handle_time"),
          sort: (row) => row.stats?.today.aht_ms ?? null,
          cell: (row) => <HandleTime row={row} onDrill={onDrill} />,
        }),
        {
          id: "open",
          header: t("board.hours"),
          sort: (row) => Number(row.queue.open),
          cell: (row) => <OpenUntil row={row} />,
        },
      ]}
      empty={{
        title: t("board.no_queues"),
        text: t("board.no_queues_text"),
        icon: <IconStack2 size={22} />,
      }}
    />
  );
}
