/** The floor in one line. */
import { useTranslation } from "react-i18next";
import { clockTime } from "../../../ui/format";
import { useNow } from "../../../ui/now";
import type { BoardDrill } from "../drill";
import type { Totals } from "../floor";
import type { QueueRow } from "../hooks/useBoard";
import type { Tone } from "../thresholds";
import classes from "./Board.module.css";
import { Num } from "./Num";

interface TotalsBarProps {
  totals: Totals;
  rows: QueueRow[];
  /** The one queue that is shown; null for all of them. */
  queue: string | null;
  onDrill: (drill: BoardDrill) => void;
}

const RANK: Record<Tone, number> = { calm: 0, amber: 1, red: 2 };

function worstOf(tones: Tone[]): Tone {
  return tones.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), "calm");
}

/** From the day's beginning to now, as the queues were counted. */
function todayOf(rows: QueueRow[]): { from: number; to: number } | null {
  const days = rows.flatMap(({ stats }) => (stats === undefined ? [] : [stats]));
  const [first] = days;
  if (first === undefined) return null;
  const from = first.today.from_at ?? first.interval.to_at;
  return { from, to: Math.max(...days.map((one) => one.today.to_at ?? one.at)) };
}

export function TotalsBar({ totals, rows, queue, onDrill }: TotalsBarProps) {
  const { t } = useTranslation();
  const now = useNow();
  const sum = (name: "answered" | "abandoned"): number =>
    rows.reduce((all, row) => all + (row.stats?.today[name] ?? 0), 0);
  const live = (group: "waiting" | "active" | "wrap_up") => () =>
    onDrill({ kind: "live", group, queue, agent: null });
  const today = todayOf(rows);
  const counted = (figure: "answered" | "abandoned") =>
    today === null ? undefined : () => onDrill({ kind: "figure", figure, queue, ...today });
  const waited = totals.oldest_at === null ? "–" : clockTime(now - totals.oldest_at);
  return (
    <dl className={classes.totals} aria-label={t("board.totals")}>
      <Total name={t("board.waiting")}>
        <Num
          big
          label={t("board.show_all_waiting", { count: totals.waiting })}
          tone={worstOf(rows.map((row) => row.tones.waiting))}
          onOpen={live("waiting")}
        >
          {totals.waiting}
        </Num>
      </Total>
      <Total name={t("board.oldest")}>
        <Num
          big
          label={t("board.show_all_oldest", { time: waited })}
          tone={worstOf(rows.map((row) => row.tones.oldest))}
          onOpen={live("waiting")}
        >
          {waited}
        </Num>
      </Total>
      <Total name={t("board.active")}>
        <Num
          big
          label={t("board.show_all_active", { count: totals.active })}
          onOpen={live("active")}
        >
          {totals.active}
        </Num>
      </Total>
      <Total name={t("board.wrap_up")}>
        <Num
          big
          label={t("board.show_all_wrap_up", { count: totals.wrap_up })}
          onOpen={live("wrap_up")}
        >
          {totals.wrap_up}
        </Num>
      </Total>
      <Total
        name={t("board.agents")}
        note={
          <Num
            label={t("board.show_away", { count: totals.away })}
            onOpen={() => onDrill({ kind: "agents", group: "away", queue })}
          >
            {t("board.away", { count: totals.away })}
          </Num>
        }
      >
        <Num
          big
          label={t("board.show_on", { free: totals.free, on: totals.free + totals.busy })}
          onOpen={() => onDrill({ kind: "agents", group: "on", queue })}
        >
          {totals.free}
          <span className={classes.of}> {t("board.free_busy", { busy: totals.busy })}</span>
        </Num>
      </Total>
      <Total name={t("board.answered_today")}>
        <Num
          big
          label={t("board.show_all_answered", { count: sum("answered") })}
          onOpen={counted("answered")}
        >
          {sum("answered")}
        </Num>
      </Total>
      <Total name={t("board.abandoned_today")}>
        <Num
          big
          label={t("board.show_all_abandoned", { count: sum("abandoned") })}
          onOpen={counted("abandoned")}
        >
          {sum("abandoned")}
        </Num>
      </Total>
    </dl>
  );
}

function Total(props: { name: string; note?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      {props.note !== undefined && <dd className={classes.note}>{props.note}</dd>}
    </div>
  );
}
