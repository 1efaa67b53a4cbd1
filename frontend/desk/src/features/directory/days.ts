/** The names of days and dates in the reader's language; Monday is 0. */

import { regional } from "../../ui/format";

const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

export function dayName(day: number, language: string): string {
  const format = new Intl.DateTimeFormat(regional(language), { weekday: "long", timeZone: "UTC" });
  return format.format(MONDAY + day * DAY);
}

/** A date such as 2026-12-25, as it is written in the language. */
export function dateName(date: string, language: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at)) return date;
  return new Intl.DateTimeFormat(regional(language), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);
}

export function clockIn(at: number, timeZone: string, language: string): string {
  return new Intl.DateTimeFormat(regional(language), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(at);
}
