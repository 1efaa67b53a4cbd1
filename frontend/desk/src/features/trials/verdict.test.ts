import { describe, expect, it } from "vitest";
import type { Trial, TrialLine, TrialMeasure, TrialPart } from "@onqueue/api/models";
import { judge, mainPart, verdictOf } from "./verdict";

function line(measure: TrialMeasure, mean: number, half: number, sure: boolean): TrialLine {
  const before = { mean: 0.5, low: 0.5, high: 0.5 };
  const difference = { mean, low: mean - half, high: mean + half };
  return { measure, before, after: before, difference, sure };
}

function part(id: string, ...lines: TrialLine[]): TrialPart {
  return { id, name: id.toUpperCase(), lines };
}

function trial(subject: string, ...queues: TrialPart[]): Trial {
  return {
    id: "t",
    subject,
    revision: 1,
    of_draft: true,
    compared_to: 0,
    changes: [],
    day: "2026-01-05",
    so_far: false,
    seeds: 10,
    state: "done",
    phase: "living",
    done: 20,
    total: 20,
    problem: "",
    problem_code: "",
    asked_at: 0,
    asked_by: "Ada",
    finished_at: 1,
    outcome: { queues, groups: [], same: 1, taken_then: 1 },
  };
}

describe("a difference", () => {
  it("is good or bad by what it measures, and only if it is sure", () => {
    expect(judge(line("service_level", 0.1, 0.02, true))).toBe("better");
    expect(judge(line("service_level", -0.1, 0.02, true))).toBe("worse");
    expect(judge(line("p90_ms", -4_000, 100, true))).toBe("better");
    expect(judge(line("abandoned", 3, 1, true))).toBe("worse");
    expect(judge(line("handled", 3, 1, true))).toBe("changed");
    expect(judge(line("service_level", 0.1, 0.2, false))).toBe("unclear");
  });

  it("that nobody would see is none, however sure", () => {
    expect(judge(line("service_level", 0, 0, false))).toBe("none");
    expect(judge(line("service_level", 0.0001, 0.00001, true))).toBe("none");
    expect(judge({ ...line("asa_ms", 0, 0, false), difference: null })).toBe("none");
  });
});

describe("a verdict", () => {
  it("goes by the service level of the queue whose rules were tried", () => {
    const b = part("b", line("service_level", -0.1, 0.01, true), line("asa_ms", 9_000, 1, true));
    const a = part("a", line("service_level", 0.1, 0.2, false), line("asa_ms", -9_000, 1, true));
    const all = part("", line("service_level", 0.3, 0.01, true));
    const verdict = verdictOf(trial("b", all, a, b));
    expect(verdict?.kind).toBe("worse");
    expect(verdict?.part).toBe(b);
    expect(verdict?.gains.map((one) => [one.part.id, one.line.measure])).toEqual([["a", "asa_ms"]]);
    expect(verdict?.losses.map((one) => [one.part.id, one.line.measure])).toEqual([
      ["b", "asa_ms"],
    ]);
  });

  it("does not waste words on what nobody would feel", () => {
    const little = part("a", line("asa_ms", 400, 10, true), line("abandoned", 0.4, 0.1, true));
    const much = part("b", line("asa_ms", 4_000, 10, true), line("abandoned", -4, 0.1, true));
    const verdict = verdictOf(trial("a", little, much));
    expect(verdict?.losses.map((one) => one.line.measure)).toEqual(["asa_ms"]);
    expect(verdict?.gains.map((one) => one.line.measure)).toEqual(["abandoned"]);
  });

  it("of the whole floor goes by all queues together", () => {
    const all = part("", line("service_level", 0.3, 0.4, false));
    expect(mainPart(trial("floor", all, part("a")))).toBe(all);
    expect(verdictOf(trial("floor", all, part("a")))?.kind).toBe("unclear");
  });

  it("says when nothing changes, and when only something else does", () => {
    const same = line("service_level", 0, 0, false);
    expect(verdictOf(trial("a", part("a", same)))?.kind).toBe("nothing");
    expect(verdictOf(trial("a", part("a", same, line("handled", 3, 1, true))))?.kind).toBe(
      "same_level",
    );
    const none = { ...same, difference: null };
    expect(verdictOf(trial("a", part("a", none, line("handled", 3, 1, true))))?.kind).toBe(
      "no_level",
    );
  });

  it("waits for an outcome", () => {
    expect(verdictOf({ ...trial("a"), outcome: null })).toBeNull();
    expect(verdictOf(trial("a"))).toBeNull();
  });
});
