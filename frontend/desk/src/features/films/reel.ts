/** A film as it is played: what the board shows at a moment, and what is known to follow. */
import type { FilmMark, FilmPicture, FilmStrip } from "@onqueue/api/models";
import { INITIAL } from "../../live/reducer";
import { KINDS, type Entities, type Kind } from "../../live/protocol";

export interface Reel {
  at: number;
  entities: Entities;
  /** What comes next, in order of time. */
  frames: FilmStrip["frames"];
  /** Up to which event it is known. */
  n: number;
  over: boolean;
}

export const SPEEDS = [1, 10, 60, 300, 600] as const;
/** Fewer moments ahead than this, and more are asked for. */
export const AHEAD_MIN = 400;

export function fromPicture(picture: FilmPicture): Reel {
  const entities: Entities = { ...INITIAL.entities, ...picture.entities };
  return { at: picture.at, entities, frames: [], n: picture.n, over: false };
}

/** A strip that does not begin where we are was asked for before somebody jumped. */
export function withStrip(reel: Reel, strip: FilmStrip): Reel {
  if (strip.after !== reel.n) return reel;
  return { ...reel, frames: [...reel.frames, ...strip.frames], n: strip.n, over: strip.over };
}

/** Whether there is nothing to know beyond what is known, or enough. */
export function wantsMore(reel: Reel): boolean {
  return !reel.over && reel.frames.length < AHEAD_MIN;
}

function isKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}

/** Lets time go on, at most as far as is known. */
export function advanced(reel: Reel, to: number, ends: number): Reel {
  const last = reel.frames.at(-1)?.at ?? reel.at;
  const at = Math.min(to, ends, reel.over ? ends : Math.max(reel.at, last));
  const count = reel.frames.findIndex((frame) => frame.at > at);
  const due = count === -1 ? reel.frames : reel.frames.slice(0, count);
  if (due.length === 0) return { ...reel, at };
  const entities: Entities = { ...reel.entities };
  const copied = new Set<Kind>();
  const table = (kind: Kind): Record<string, unknown> => {
    if (!copied.has(kind)) {
      copied.add(kind);
      (entities as Record<Kind, object>)[kind] = { ...entities[kind] };
    }
    return entities[kind];
  };
  for (const frame of due) {
    for (const [kind, id] of frame.gone) if (isKind(kind)) delete table(kind)[id];
    for (const [kind, id, entity] of frame.put) if (isKind(kind)) table(kind)[id] = entity;
  }
  return { ...reel, at, entities, frames: reel.frames.slice(due.length) };
}

export type MarkKind = FilmMark["kind"];
export const MARK_KINDS: readonly MarkKind[] = [
  "abandoned",
  "late",
  "diverted",
  "declined",
  "missed",
  "break_refused",
];

/** The nearest event of a kind after a moment, or before it. */
export function markFrom(
  marks: readonly FilmMark[],
  kind: MarkKind,
  at: number,
  way: 1 | -1,
): FilmMark | undefined {
  const those = marks.filter((one) => one.kind === kind);
  return way === 1 ? those.find((one) => one.at > at) : those.filter((one) => one.at < at).at(-1);
}
