import { expect, it } from "vitest";
import { every, lines, roundUp } from "./scale";

it("ends at a round number that is not below the highest value", () => {
  expect([0, 0.3, 1, 3, 7, 12, 21, 48, 99, 101, 260].map(roundUp)).toEqual([
    1, 0.5, 1, 3, 7, 20, 25, 50, 100, 200, 500,
  ]);
});

it("draws no line at one and a half contacts", () => {
  expect([lines(3, false), lines(1, false), lines(4, false), lines(1, true)]).toEqual([
    [0, 1],
    [0, 1],
    [0, 0.5, 1],
    [0, 0.5, 1],
  ]);
});

it("leaves labels out when there is no room for all", () => {
  expect([every(6, 12), every(24, 12), every(25, 12), every(96, 8)]).toEqual([1, 2, 3, 12]);
});
