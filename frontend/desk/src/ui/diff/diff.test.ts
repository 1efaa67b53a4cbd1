import { describe, expect, it } from "vitest";
import { changesBetween, same } from "./diff";

describe("changesBetween", () => {
  it("names the value that changed, inside what it is part of", () => {
    const before = { name: "Billing", thresholds: { waiting_amber: 5, waiting_red: 10 } };
    const after = { name: "Billing", thresholds: { waiting_amber: 5, waiting_red: 12 } };
    expect(changesBetween(before, after)).toEqual([
      { path: "thresholds.waiting_red", before: 10, after: 12, kind: "changed" },
    ]);
  });

  it("recognises the items of a list by their key", () => {
    const before = {
      skills: [
        { skill: "german", level: 3 },
        { skill: "tax", level: 1 },
      ],
    };
    const after = {
      skills: [
        { skill: "tax", level: 1 },
        { skill: "german", level: 7 },
        { skill: "polish", level: 2 },
      ],
    };
    expect(changesBetween(before, after)).toEqual([
      { path: "skills.german", before: 3, after: 7, kind: "changed" },
      { path: "skills.polish", before: undefined, after: 2, kind: "added" },
    ]);
  });

  it("gives lists of plain values whole, and items without a key one by one", () => {
    expect(changesBetween({ queues: ["a"] }, { queues: ["a", "b"] })).toEqual([
      { path: "queues", before: ["a"], after: ["a", "b"], kind: "changed" },
    ]);
    const weekly = [{ day: 0, from: "09:00", to: "12:00" }];
    expect(changesBetween({ weekly }, { weekly: [{ ...weekly[0], to: "13:00" }] })).toEqual([
      { path: "weekly", before: weekly[0], after: undefined, kind: "removed" },
      {
        path: "weekly",
        before: undefined,
        after: { day: 0, from: "09:00", to: "13:00" },
        kind: "added",
      },
    ]);
  });

  it("says that what was made is new and what is gone was removed, and leaves out the silent", () => {
    expect(changesBetween(null, { id: "x", name: "Tax", version: 1, description: "" })).toEqual([
      { path: "name", before: undefined, after: "Tax", kind: "added" },
    ]);
    expect(changesBetween({ name: "Tax" }, null)).toEqual([
      { path: "name", before: "Tax", after: undefined, kind: "removed" },
    ]);
    expect(changesBetween({ reason: null }, { reason: "" })).toEqual([]);
  });
});

describe("same", () => {
  it("compares by what things are, whatever the order of their fields", () => {
    expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  });
});
