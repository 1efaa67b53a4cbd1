/** What customers of each queue would feel if somebody were away: now, and without them. */
import { useTranslation } from "react-i18next";
import type { Effect } from "@onqueue/api/models";
import { duration } from "./format";
import classes from "./BreakEffects.module.css";

interface BreakEffectsProps {
  effects: readonly Effect[];
  nameOf: (queue: string) => string;
}

export function BreakEffects({ effects, nameOf }: BreakEffectsProps) {
  const { t } = useTranslation();
  if (effects.length === 0) return null;
  const wait = (ms: number | null): string => (ms === null ? t("breaks.nobody") : duration(ms));
  const percent = (level: number): string => `${Math.round(level)} %`;
  const worst = effects[0];
  return (
    <div className={classes.effects}>
      <table className={classes.table}>
        <caption>{t("breaks.effects")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("breaks.queue")}</th>
            <th scope="col">{t("breaks.level")}</th>
            <th scope="col">{t("breaks.wait")}</th>
          </tr>
        </thead>
        <tbody>
          {effects.map((one) => (
            <tr key={one.queue}>
              <th scope="row">{nameOf(one.queue)}</th>
              <Change before={percent(one.level_before)} after={percent(one.level_after)} />
              <Change before={wait(one.wait_before_ms)} after={wait(one.wait_after_ms)} />
            </tr>
          ))}
        </tbody>
      </table>
      {worst !== undefined && (
        <small>
          {t("breaks.basis", {
            comers: worst.comers_hour,
            handle: duration(worst.handle_ms),
          })}
        </small>
      )}
    </div>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  return (
    <td className="tnum">
      <span aria-hidden>{t("breaks.change", { before, after })}</span>
      <span className="visually-hidden">{t("breaks.change_said", { before, after })}</span>
    </td>
  );
}
