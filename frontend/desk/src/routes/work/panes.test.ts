import { expect, it } from "vitest";
import { openPane, settle } from "./panes";

it("fills free places, and keeps the focus where it was", () => {
  expect(settle({ shown: [], focused: null }, ["a", "b", "c"], 2)).toEqual({
    shown: ["a", "b"],
    focused: "b",
  });
  expect(settle({ shown: ["a"], focused: "a" }, ["a", "b"], 2)).toEqual({
    shown: ["a", "b"],
    focused: "a",
  });
});

it("lets go of what is over", () => {
  expect(settle({ shown: ["a", "b"], focused: "b" }, ["a", "c"], 2)).toEqual({
    shown: ["a", "c"],
    focused: "c",
  });
  // In one column the next contact opens by itself.
  expect(settle({ shown: ["a"], focused: "a" }, ["b"], 1)).toEqual({ shown: ["b"], focused: "b" });
  expect(settle({ shown: ["a"], focused: "a" }, [], 1)).toEqual({ shown: [], focused: null });
});

it("keeps the focused one when there is less room", () => {
  expect(settle({ shown: ["a", "b", "c"], focused: "b" }, ["a", "b", "c"], 1)).toEqual({
    shown: ["b"],
    focused: "b",
  });
});

it("opens in the place of the focused one when all places are taken", () => {
  expect(openPane({ shown: ["a", "b"], focused: "a" }, "c", 2)).toEqual({
    shown: ["c", "b"],
    focused: "c",
  });
  expect(openPane({ shown: ["a", "b"], focused: "a" }, "b", 2)).toEqual({
    shown: ["a", "b"],
    focused: "b",
  });
});
