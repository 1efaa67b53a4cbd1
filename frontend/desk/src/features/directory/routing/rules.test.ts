import i18next from "i18next";
import { beforeAll, expect, it } from "vitest";
import { Problem } from "@onqueue/api/problem";
import { moved, movedRing, nextRing, problemAt, problemsOf, unitOf } from "./rules";

beforeAll(() => i18next.init({ lng: "en" }));

const ring = (after_s: number, priority = 0) => ({
  after_s,
  drop: [],
  lower: [],
  queues: [],
  priority,
});

it("moves an item by one, and not past the ends", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});

it("keeps the times of rings in their order when one is moved", () => {
  expect(movedRing([ring(10, 1), ring(20, 2)], 1, -1)).toEqual([ring(10, 2), ring(20, 1)]);
});

it("opens the next ring later than the last", () => {
  expect(nextRing([]).after_s).toBe(30);
  expect(nextRing([ring(90)]).after_s).toBe(120);
});

it("says what an occasion is counted in", () => {
  expect([unitOf("wait"), unitOf("service_level"), unitOf("closed")]).toEqual([
    "seconds",
    "percent",
    null,
  ]);
});

it("puts a refusal at its field", () => {
  const refused = new Problem({
    status: 422,
    code: "input.invalid",
    title: "Check rules.rings.1.after_s: each ring opens later than the one before.",
    field: "rules.rings.1.after_s",
    detail: null,
    data: { reason: "each ring opens later than the one before" },
    errors: [
      {
        field: "rules.rings.1.after_s",
        reason: "each ring opens later than the one before",
        form: "each ring opens later than the one before",
        data: {},
      },
    ],
  });
  const problems = problemsOf(refused, i18next.t);
  expect(problemAt(problems, "rings.1")).toBe("each ring opens later than the one before");
  expect(problemAt(problems, "rings.0")).toBeUndefined();
});
