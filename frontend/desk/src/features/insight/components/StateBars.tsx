import { useTranslation } from "react-i18next";
import type { AgentState } from "@onqueue/api/models";
import { duration } from "../../../ui/format";
import { Presence } from "../../../ui/Presence";
import { EmptyState } from "../../../ui/states";
import classes from "./MyDay.module.css";

interface StateBarsProps {
  states: Partial<Record<AgentState, number>>;
}

export function StateBars({ states }: StateBarsProps) {
  const { t } = useTranslation();
  const rows = (Object.entries(states) as [AgentState, number][])
    .filter(([state, ms]) => state !== "off" && ms > 0)
    .sort((a, b) => b[1] - a[1]);
  const longest = rows[0]?.[1] ?? 0;
  if (longest === 0) return <EmptyState title={t("insight.no_states")} />;
  return (
    <ul className={classes.bars}>
      {rows.map(([state, ms]) => (
        <li key={state} className={classes.bar}>
          <Presence state={state} label />
          <span className={classes.track} aria-hidden>
            <span
              className={classes.fill}
              data-state={state}
              style={{ width: `${(ms / longest) * 100}%` }}
            />
          </span>
          <span className="tnum">{duration(ms)}</span>
        </li>
      ))}
    </ul>
  );
}
