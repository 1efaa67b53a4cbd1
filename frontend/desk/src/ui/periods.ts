/** Days of a calendar as stretches of time, in the browser's time zone. */
import { DAY } from "./format";

/** The beginning of a date such as 2026-11-22; undefined when there is none. */
export function dayStart(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00`);
  return Number.isNaN(at) ? undefined : at;
}

/** The end of a date: the beginning of the next one. */
export function dayEnd(date: string): number | undefined {
  const at = dayStart(date);
  if (at === undefined) return undefined;
  const next = new Date(at);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

export function dateOf(at: number): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const PERIODS = ["today", "yesterday", "last_7", "last_28", "this_month", "own"] as const;
export type Period = (typeof PERIODS)[number];

/** The first and the last date of a period. */
export function datesOf(period: Exclude<Period, "own">, now: number): [from: string, to: string] {
  const today = dateOf(now);
  // At noon, so that a day of 23 or 25 hours does not move the date.
  const noon = new Date(now).setHours(12, 0, 0, 0);
  switch (period) {
    case "today":
      return [today, today];
    case "yesterday":
      return [dateOf(noon - DAY), dateOf(noon - DAY)];
    case "last_7":
      return [dateOf(noon - 6 * DAY), today];
    case "last_28":
      return [dateOf(noon - 27 * DAY), today];
    case "this_month":
      return [`${today.slice(0, 8)}01`, today];
  }
}
