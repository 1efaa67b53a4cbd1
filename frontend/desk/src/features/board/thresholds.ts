/** When the board turns amber and red, and when that is worth saying. */
import type { Thresholds } from "@onqueue/api/models";
import type { QueueEntity, StatsEntity } from "../../live/protocol";

export type Tone = "calm" | "amber" | "red";
export type Watched = "waiting" | "oldest" | "level";
export type Tones = Record<Watched, Tone>;

export const WATCHED: readonly Watched[] = ["waiting", "oldest", "level"];
const RANK: Record<Tone, number> = { calm: 0, amber: 1, red: 2 };
const CALM: Tones = { waiting: "calm", oldest: "calm", level: "calm" };

/** Too much is bad. */
function above(value: number, amber: number, red: number): Tone {
  if (value >= red) return "red";
  return value >= amber ? "amber" : "calm";
}

/** Too little is bad; to reach the number is to be well. */
export function levelTone(share: number | null, limits: Thresholds): Tone {
  if (share === null) return "calm";
  const percent = share * 100;
  if (percent < limits.sl_red) return "red";
  return percent < limits.sl_amber ? "amber" : "calm";
}

export function tonesOf(
  queue: QueueEntity,
  stats: StatsEntity | undefined,
  limits: Thresholds | undefined,
  now: number,
): Tones {
  if (limits === undefined) return CALM;
  const waits = queue.oldest_at === null || queue.waiting === 0 ? 0 : now - queue.oldest_at;
  return {
    // Nobody waiting is never late, even where a limit is nought.
    waiting:
      queue.waiting === 0 ? "calm" : above(queue.waiting, limits.waiting_amber, limits.waiting_red),
    oldest:
      queue.waiting === 0 || queue.oldest_at === null
        ? "calm"
        : above(waits, limits.oldest_amber_s * 1_000, limits.oldest_red_s * 1_000),
    level: levelTone(stats?.today.service_level ?? null, limits),
  };
}

export function worst(tones: Tones): Tone {
  return WATCHED.map((what) => tones[what]).reduce((a, b) => (RANK[b] > RANK[a] ? b : a), "calm");
}

export interface Crossing {
  queue: string;
  what: Watched;
  tone: Exclude<Tone, "calm">;
}

/** What has become worse. What was not known before is the state of things, not news. */
export function crossings(
  before: ReadonlyMap<string, Tones>,
  after: ReadonlyMap<string, Tones>,
): Crossing[] {
  const found: Crossing[] = [];
  for (const [queue, tones] of after) {
    const old = before.get(queue);
    if (old === undefined) continue;
    for (const what of WATCHED) {
      const tone = tones[what];
      if (tone !== "calm" && RANK[tone] > RANK[old[what]]) found.push({ queue, what, tone });
    }
  }
  return found;
}

export const QUIET_MS = 5 * 60_000;

/** A value that wavers around its limit is told once in a while, and at once when it turns red. */
export class Quiet {
  private said = new Map<string, { at: number; tone: Tone }>();

  lets({ queue, what, tone }: Crossing, now: number): boolean {
    const key = `${queue}:${what}`;
    const last = this.said.get(key);
    const soon = last !== undefined && now - last.at < QUIET_MS;
    if (soon && RANK[tone] <= RANK[last.tone]) return false;
    this.said.set(key, { at: now, tone });
    return true;
  }
}
