import { describe, expect, it } from "vitest";
import type { QueueEntity, StatsEntity } from "../../live/protocol";
import { crossings, levelTone, Quiet, QUIET_MS, tonesOf, worst, type Tones } from "./thresholds";

const limits = {
  waiting_amber: 5,
  waiting_red: 10,
  oldest_amber_s: 60,
  oldest_red_s: 180,
  sl_amber: 80,
  sl_red: 60,
};
const NOW = 1_000_000;
const calm: Tones = { waiting: "calm", oldest: "calm", level: "calm" };

const queue = (waiting: number, waited_s: number | null): QueueEntity => ({
  id: "q",
  name: "Billing",
  waiting,
  oldest_at: waited_s === null ? null : NOW - waited_s * 1_000,
  offered: 0,
  active: 0,
  wrap_up: 0,
  agents_on: 1,
  agents_free: 1,
  open: true,
  opens_at: null,
  closes_at: null,
  threshold_s: 20,
  closed_for: "",
});
const stats = (level: number | null) => ({ today: { service_level: level } }) as StatsEntity;

describe("tonesOf", () => {
  it("turns at the limit, not before", () => {
    expect(tonesOf(queue(4, 59), stats(0.8), limits, NOW)).toEqual(calm);
    expect(tonesOf(queue(5, 60), stats(0.7999), limits, NOW)).toEqual({
      waiting: "amber",
      oldest: "amber",
      level: "amber",
    });
    expect(tonesOf(queue(10, 180), stats(0.59), limits, NOW)).toEqual({
      waiting: "red",
      oldest: "red",
      level: "red",
    });
  });

  it("is calm where nobody waits, nothing was counted or nothing was said", () => {
    expect(tonesOf(queue(0, 500), stats(null), { ...limits, waiting_amber: 0 }, NOW)).toEqual(calm);
    expect(tonesOf(queue(99, 999), undefined, undefined, NOW)).toEqual(calm);
    expect(levelTone(0.6, limits)).toBe("amber");
  });
});

it("takes the worst of what is watched", () => {
  expect(worst({ waiting: "amber", oldest: "red", level: "calm" })).toBe("red");
  expect(worst(calm)).toBe("calm");
});

describe("crossings", () => {
  it("tells what became worse, and not what became better or was there from the start", () => {
    const before = new Map([
      ["a", { ...calm, waiting: "amber" as const }],
      ["b", { ...calm, level: "red" as const }],
    ]);
    const after = new Map<string, Tones>([
      ["a", { ...calm, waiting: "red", oldest: "amber" }],
      ["b", { ...calm, level: "amber" }],
      ["c", { ...calm, waiting: "red" }],
    ]);
    expect(crossings(before, after)).toEqual([
      { queue: "a", what: "waiting", tone: "red" },
      { queue: "a", what: "oldest", tone: "amber" },
    ]);
  });
});

it("does not repeat itself, unless it becomes worse or time has passed", () => {
  const quiet = new Quiet();
  const amber = { queue: "a", what: "waiting", tone: "amber" } as const;
  expect(quiet.lets(amber, 0)).toBe(true);
  expect(quiet.lets(amber, QUIET_MS - 1)).toBe(false);
  expect(quiet.lets({ ...amber, tone: "red" }, QUIET_MS - 1)).toBe(true);
  expect(quiet.lets({ ...amber, what: "level" }, 1)).toBe(true);
  expect(quiet.lets(amber, 2 * QUIET_MS)).toBe(true);
});
