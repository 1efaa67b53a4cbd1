/** What a trial says: which differences are real, and whether they are good or bad. */
import type { Trial, TrialLine, TrialMeasure, TrialPart, TrialRange } from "@onqueue/api/models";

export type Judged = "better" | "worse" | "changed" | "none" | "unclear";

/** Which way is good: more answered in time, less waiting. For the others neither way is. */
const GOOD: Readonly<Record<TrialMeasure, -1 | 0 | 1>> = {
  offered: 0,
  service_level: 1,
  asa_ms: -1,
  p90_ms: -1,
  abandoned: -1,
  handled: 0,
  occupancy: 0,
};

/** What is less than this would be shown as no difference. */
const LEAST: Readonly<Record<TrialMeasure, number>> = {
  offered: 0.05,
  service_level: 0.000_5,
  asa_ms: 50,
  p90_ms: 50,
  abandoned: 0.05,
  handled: 0.05,
  occupancy: 0.000_5,
};

/** What is less than this is in the table, and not worth a sentence. */
const NOTABLE: Readonly<Record<TrialMeasure, number>> = {
  offered: 1,
  service_level: 0.01,
  asa_ms: 2_000,
  p90_ms: 5_000,
  abandoned: 1,
  handled: 1,
  occupancy: 0.01,
};

function isWorthSaying({ measure, difference }: TrialLine): boolean {
  return difference !== null && Math.abs(difference.mean) >= NOTABLE[measure];
}

export function underWay(trial: Trial): boolean {
  return trial.state === "queued" || trial.state === "running";
}

export function judge(line: TrialLine): Judged {
  const { difference, measure } = line;
  if (difference === null) return "none";
  const ends = [difference.mean, difference.low ?? 0, difference.high ?? 0];
  if (ends.every((end) => Math.abs(end) < LEAST[measure])) return "none";
  if (!line.sure) return "unclear";
  if (Math.abs(difference.mean) < LEAST[measure]) return "none";
  const way = Math.sign(difference.mean) * GOOD[measure];
  return way === 0 ? "changed" : way > 0 ? "better" : "worse";
}

export interface Place {
  part: TrialPart;
  line: TrialLine;
}

export interface Verdict {
  /** About the share answered in time, which was chosen before anybody looked. */
  kind: "nothing" | "better" | "worse" | "unclear" | "same_level" | "no_level";
  part: TrialPart;
  level: TrialLine | undefined;
  gains: Place[];
  losses: Place[];
}

/** The part that a draft is about: its queue, or all of them. */
export function mainPart(trial: Trial): TrialPart | undefined {
  const queues = trial.outcome?.queues ?? [];
  return queues.find((one) => one.id === trial.subject) ?? queues[0];
}

export function verdictOf(trial: Trial): Verdict | null {
  const part = mainPart(trial);
  if (trial.outcome === null || part === undefined) return null;
  const level = part.lines.find((line) => line.measure === "service_level");
  // All queues together are left out: they would say everything twice.
  const named = trial.outcome.queues.filter((one) => one.id !== "" || one === part);
  const places = named.flatMap((one) => one.lines.map((line) => ({ part: one, line })));
  const others = places.filter(({ line }) => line !== level);
  const of = (judged: Judged): Place[] =>
    others.filter(({ line }) => judge(line) === judged && isWorthSaying(line));
  return {
    kind: kindOf(level, places),
    part,
    level,
    gains: of("better"),
    losses: of("worse"),
  };
}

function kindOf(level: TrialLine | undefined, places: Place[]): Verdict["kind"] {
  if (places.every(({ line }) => judge(line) === "none")) return "nothing";
  if (!level?.difference) return "no_level";
  const judged = judge(level);
  if (judged === "none") return "same_level";
  return judged === "better" || judged === "worse" ? judged : "unclear";
}

/** How far a whisker reaches from the middle, as a part of the longest one of its measure. */
export function reach(range: TrialRange): number {
  return Math.max(Math.abs(range.mean), Math.abs(range.low ?? 0), Math.abs(range.high ?? 0));
}
