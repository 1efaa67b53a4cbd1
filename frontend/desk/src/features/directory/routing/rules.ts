/** Rules of routing as they are edited: lists one can reorder, and problems at their places. */
import type {
  Diversion,
  FloorRules,
  QueueRules,
  Ring,
  Routing,
  RoutingVersion,
} from "@onqueue/api/models";
import type { Translate } from "../../../i18n/i18n";
import { fieldProblems } from "../../../ui/problems";

export const FLOOR = "floor";
export const RINGS_MAX = 12;
export const DIVERSIONS_MAX = 20;

export const EVALUATIONS = ["all", "best", "none"] as const;
export const CHOICES = [
  "least_loaded",
  "longest_idle",
  "least_occupied",
  "best_level",
  "fair_share",
  "score",
] as const;
export const ORDERS = ["ageing", "promise"] as const;
export const WEIGHTS = ["level", "load", "idle", "occupancy", "share"] as const;
export const OCCASIONS = [
  "wait",
  "estimate",
  "service_level",
  "waiting_per_agent",
  "closed",
  "holiday",
  "emergency",
  "no_agent",
] as const;
export const PLACES = ["queue", "person", "callback", "message", "flow"] as const;

export function nextRing(rings: readonly Ring[]): Ring {
  const after_s = (rings.at(-1)?.after_s ?? 0) + 30;
  return { after_s, drop: [], lower: [], queues: [], priority: 0 };
}

export const NEW_DIVERSION: Diversion = { when: "wait", to: "message", over: 300, target: "" };

/** What `over` is counted in at an occasion; null where nothing is counted. */
export function unitOf(when: Diversion["when"]): "seconds" | "percent" | "count" | null {
  if (when === "wait" || when === "estimate") return "seconds";
  if (when === "service_level") return "percent";
  return when === "waiting_per_agent" ? "count" : null;
}

/** A list with one item moved; beyond its ends nothing moves. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const next = [...list];
  const item = next[from];
  if (item === undefined || to < 0 || to >= next.length) return next;
  next.splice(from, 1);
  next.splice(to, 0, item);
  return next;
}

/** Rings open one after the other: moving one gives it the time of the place it comes to. */
export function movedRing(rings: readonly Ring[], from: number, by: -1 | 1): Ring[] {
  const times = rings.map((ring) => ring.after_s);
  return moved(rings, from, by).map((ring, index) => ({
    ...ring,
    after_s: times[index] ?? ring.after_s,
  }));
}

export function isFloor(rules: QueueRules | FloorRules): rules is FloorRules {
  return "hard_run_max" in rules;
}

/** What is edited: the draft, or else what is in force. */
export function edited(routing: Routing): RoutingVersion {
  return routing.draft ?? routing.in_force;
}

export type Problems = Readonly<Record<string, string>>;

/** Problems by the way to their field, such as `rings.1.after_s`. */
export function problemsOf(error: unknown, t: Translate): Problems {
  return Object.fromEntries(
    fieldProblems(error, t).map(({ field, reason }) => [field.replace(/^rules\./, ""), reason]),
  );
}

/** The problem of a field, or of anything in it. */
export function problemAt(problems: Problems, field: string): string | undefined {
  const key = Object.keys(problems).find((one) => one === field || one.startsWith(`${field}.`));
  return key === undefined ? undefined : problems[key];
}
