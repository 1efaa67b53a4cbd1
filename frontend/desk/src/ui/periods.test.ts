import { expect, it } from "vitest";
import { datesOf, dayEnd, dayStart, dateOf } from "./periods";

const NOW = new Date(2026, 10, 22, 9, 30).getTime();

it("names the first and the last date of each period", () => {
  expect(datesOf("today", NOW)).toEqual(["2026-11-22", "2026-11-22"]);
  expect(datesOf("yesterday", NOW)).toEqual(["2026-11-21", "2026-11-21"]);
  expect(datesOf("last_7", NOW)).toEqual(["2026-11-16", "2026-11-22"]);
  expect(datesOf("last_28", NOW)).toEqual(["2026-10-26", "2026-11-22"]);
  expect(datesOf("this_month", NOW)).toEqual(["2026-11-01", "2026-11-22"]);
});

it("takes a date from its first to its last moment", () => {
  expect(dayStart("2026-11-22")).toBe(new Date(2026, 10, 22).getTime());
  expect(dayEnd("2026-11-30")).toBe(new Date(2026, 11, 1).getTime());
  expect(dayStart("")).toBeUndefined();
  expect(dateOf(NOW)).toBe("2026-11-22");
});
