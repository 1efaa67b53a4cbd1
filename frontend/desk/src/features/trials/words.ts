/** Figures of a trial in words, each in its unit. */
import type { TrialLine, TrialMeasure, TrialRange } from "@onqueue/api/models";
import type { Translate } from "../../i18n/i18n";
import { decimal, duration, percent } from "../../ui/format";

const SHARES: readonly TrialMeasure[] = ["service_level", "occupancy"];
const TIMES: readonly TrialMeasure[] = ["asa_ms", "p90_ms"];
const MINUTE = 60_000;

export function figure(measure: TrialMeasure, value: number, language: string): string {
  if (SHARES.includes(measure)) return percent(value, language);
  if (TIMES.includes(measure)) return time(value, language);
  return decimal(value, language, Number.isInteger(value) ? 0 : 1);
}

/** A difference, with its sign: shares differ by points. */
export function signed(
  measure: TrialMeasure,
  value: number,
  t: Translate,
  language: string,
): string {
  const sign = value > 0 ? "+" : value < 0 ? "−" : "±";
  const size = Math.abs(value);
  if (SHARES.includes(measure))
    return sign + t("trials.verdict.points", { n: decimal(size * 100, language) });
  if (TIMES.includes(measure)) return sign + time(size, language);
  return sign + decimal(size, language, 1);
}

/** Between what a difference lies; one figure where both ends would read the same. */
export function rangeText(
  { measure }: TrialLine,
  { mean, low, high }: TrialRange,
  t: Translate,
  language: string,
): string {
  const [from, to] = [low ?? mean, high ?? mean].map((end) => signed(measure, end, t, language));
  return from === to ? String(from) : t("trials.range", { low: from, high: to });
}

function time(ms: number, language: string): string {
  return ms < MINUTE ? `${decimal(ms / 1_000, language)} s` : duration(ms);
}
