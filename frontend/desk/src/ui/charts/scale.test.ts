import { expect, it } from "vitest";
import { every, roundUp } from "./scale";

it("ends at a round number that is not below the highest value", () => {
  expect([0, 0.3, 1, 3, 7, 12, 21, 48, 99, 101, 260].map(roundUp)).toEqual([
    1, 0.5, 1, 3, 7, 20, 25, 50, 100, 200, 500,
  ]);
});

it("leaves labels out when there is no room for all", () => {
  expect([every(6, 12), every(24, 12), every(25, 12), every(96, 8)]).toEqual([1, 2, 3, 12]);
});
