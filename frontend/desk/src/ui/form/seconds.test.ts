import { expect, it } from "vitest";
import { unitOf } from "./seconds";

it("says a time in the largest unit in which it is whole", () => {
  expect([0, 20, 60, 90, 3_600, 5_400, 86_400, 172_800].map(unitOf)).toEqual([
    "s", "s", "min", "s", "h", "min", "d", "d",
  ]); // prettier-ignore
});
