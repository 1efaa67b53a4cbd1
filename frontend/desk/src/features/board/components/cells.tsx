/** The numbers of a queue, as the table, the cards and the wall show them. */
import { useTranslation } from "react-i18next";
import { clockTime, percent, regional, timeOfDay } from "../../../ui/format";
import { clock, useNow } from "../../../ui/now";
import type { BoardDrill } from "../drill";
import type { QueueRow } from "../hooks/useBoard";
import { ClosedAtOnce, CloseAtOnce } from "./Closing";
import { levelTone } from "../thresholds";
import classes from "./Board.module.css";
import { Num } from "./Num";

interface CellProps {
  row: QueueRow;
  onDrill: (drill: BoardDrill) => void;
  big?: boolean;
}

export function Waiting({ row, onDrill, big }: CellProps) {
  const { t } = useTranslation();
  const { queue, tones } = row;
  return (
    <Num
      big={big}
      tone={tones.waiting}
      label={t("board.show_waiting", { count: queue.waiting, queue: queue.name })}
      onOpen={() => onDrill({ kind: "live", group: "waiting", queue: queue.id, agent: null })}
    >
      {queue.waiting}
    </Num>
  );
}

export function Oldest({ row, onDrill, big }: CellProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { queue, tones } = row;
  if (queue.oldest_at === null || queue.waiting === 0)
    return <span className={classes.nothing}>–</span>;
  const waited = clockTime(now - queue.oldest_at);
  return (
    <Num
      big={big}
      tone={tones.oldest}
      label={t("board.show_oldest", { time: waited, queue: queue.name })}
      onOpen={() => onDrill({ kind: "live", group: "waiting", queue: queue.id, agent: null })}
    >
      {waited}
    </Num>
  );
}

export function Active({ row, onDrill }: CellProps) {
  const { t } = useTranslation();
  const { queue } = row;
  return (
    <Num
      label={t("board.show_active", { count: queue.active, queue: queue.name })}
      onOpen={() => onDrill({ kind: "live", group: "active", queue: queue.id, agent: null })}
    >
      {queue.active}
      {queue.wrap_up > 0 && <small>+{queue.wrap_up}</small>}
    </Num>
  );
}

/** How many of a queue's agents are free, and behind it all who are there. */
export function Staff({ row, onDrill }: CellProps) {
  const { t } = useTranslation();
  const { id, name, agents_free: free, agents_on: on } = row.queue;
  return (
    <Num
      label={t("board.show_staff", { queue: name, free, on })}
      onOpen={() => onDrill({ kind: "agents", group: "on", queue: id })}
    >
      {free}
      <span className={classes.of}> / {on}</span>
    </Num>
  );
}

interface FigureProps extends CellProps {
  figure: "offered" | "answered" | "abandoned" | "within" | "handled";
  span?: "today" | "interval";
  children?: React.ReactNode;
  tone?: "calm" | "amber" | "red";
}

/** A figure of today or of the last interval, with the contacts it counts behind it. */
export function Figure({ row, onDrill, figure, span = "today", big, tone, children }: FigureProps) {
  const { t } = useTranslation();
  const { queue, stats } = row;
  if (stats === undefined) return <span className={classes.nothing}>–</span>;
  const from =
    span === "today" ? (stats.today.from_at ?? stats.interval.to_at) : stats.interval.from_at;
  const to = span === "today" ? (stats.today.to_at ?? stats.at) : stats.interval.to_at;
  return (
    <Num
      big={big}
      tone={tone}
      label={t(`board.show_figure.${figure}`, { queue: queue.name })}
      onOpen={() => onDrill({ kind: "figure", figure, queue: queue.id, from, to })}
    >
      {children ?? (figure === "handled" ? null : stats[span][figure])}
    </Num>
  );
}

export function Level({ span = "today", ...props }: CellProps & { span?: "today" | "interval" }) {
  const { i18n } = useTranslation();
  const { stats, settings } = props.row;
  const share = stats?.[span].service_level ?? null;
  if (share === null) return <span className={classes.nothing}>–</span>;
  const tone = settings === undefined ? "calm" : levelTone(share, settings.thresholds);
  return (
    <Figure {...props} figure="offered" span={span} tone={tone}>
      {percent(share, i18n.language)}
    </Figure>
  );
}

export function HandleTime(props: CellProps) {
  const aht = props.row.stats?.today.aht_ms ?? null;
  if (aht === null) return <span className={classes.nothing}>–</span>;
  return (
    <Figure {...props} figure="handled">
      {clockTime(aht)}
    </Figure>
  );
}

export function OpenUntil({ row }: { row: QueueRow }) {
  const { t, i18n } = useTranslation();
  const { open, closes_at: closes, opens_at: opens } = row.queue;
  if (!open && row.queue.closed_for === "emergency") return <ClosedAtOnce queue={row.queue} />;
  const text = open
    ? closes === null
      ? t("board.open")
      : t("board.open_until", { time: timeOfDay(closes, i18n.language) })
    : opens === null
      ? t("board.closed")
      : t("board.closed_until", { time: when(opens, i18n.language) });
  return (
    <span className={classes.opening} data-open={open}>
      {text} {open && <CloseAtOnce queue={row.queue} />}
    </span>
  );
}

function when(at: number, language: string): string {
  const far = at - clock() > 18 * 3_600_000;
  return new Intl.DateTimeFormat(regional(language), {
    ...(far ? { weekday: "short" } : {}),
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}
