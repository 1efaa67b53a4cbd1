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
  onDrill: (drill: BoardDrill) => void;
}

const RANK: Record<Tone, number> = { calm: 0, amber: 1, red: 2 };

function worstOf(tones: Tone[]): Tone {
  return tones.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), "calm");
}

export function TotalsBar({ totals, rows, onDrill }: TotalsBarProps) {
  const { t } = useTranslation();
  const now = useNow();
  const sum = (name: "answered" | "abandoned"): number =>
    rows.reduce((all, row) => all + (row.stats?.today[name] ?? 0), 0);
  const live = (group: "waiting" | "active" | "wrap_up") => () =>
    onDrill({ kind: "live", group, queue: null, agent: null });
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
      <Total name={t("board.agents")} note={t("board.away", { count: totals.away })}>
        <span className={`${classes.bigNum} tnum`}>
          {totals.free}
          <span className={classes.of}> {t("board.free_busy", { busy: totals.busy })}</span>
        </span>
      </Total>
      <Total name={t("board.answered_today")}>
        <span className={`${classes.bigNum} tnum`}>{sum("answered")}</span>
      </Total>
      <Total name={t("board.abandoned_today")}>
        <span className={`${classes.bigNum} tnum`}>{sum("abandoned")}</span>
      </Total>
    </dl>
  );
}

function Total(props: { name: string; note?: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      {props.note !== undefined && <dd className={classes.note}>{props.note}</dd>}
    </div>
  );
}
