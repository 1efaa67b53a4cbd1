/** Opening hours as they are typed: times, the intervals of a day, and what is wrong with them. */
import type { Interval } from "@onqueue/api/models";

export type Weekly = Interval & { day: number };
export type Fault = "time" | "order" | "overlap";

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
export const DAY_MINUTES = 24 * 60;
export const INTERVALS_MAX = 12;

/** "9", "930", "9.30" and "9:30" are all 09:30 or 09:00; null when it is no time. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? "0")];
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

export function minutesOf(time: string): number | null {
  const read = readTime(time);
  if (read === null) return null;
  return Number(read.slice(0, 2)) * 60 + Number(read.slice(3));
}

export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function sorted(intervals: readonly Interval[]): Interval[] {
  return [...intervals].sort((a, b) => (minutesOf(a.from) ?? 0) - (minutesOf(b.from) ?? 0));
}

/** What is wrong with each interval of one day; null where nothing is. */
export function faultsOf(intervals: readonly Interval[]): (Fault | null)[] {
  return intervals.map((one, index) => {
    const [from, to] = [minutesOf(one.from), minutesOf(one.to)];
    if (from === null || to === null) return "time";
    if (from >= to) return "order";
    const touches = intervals.some((other, at) => {
      const [start, end] = [minutesOf(other.from), minutesOf(other.to)];
      return at !== index && start !== null && end !== null && from < end && start < to;
    });
    return touches ? "overlap" : null;
  });
}

/** A sensible next interval: after a break of an hour, until the evening; else the whole day. */
export function nextInterval(intervals: readonly Interval[]): Interval | null {
  if (intervals.length === 0) return { from: "09:00", to: "17:00" };
  if (intervals.length >= INTERVALS_MAX) return null;
  const last = Math.max(...intervals.map((one) => minutesOf(one.to) ?? DAY_MINUTES));
  if (last >= DAY_MINUTES - 30) return null;
  const from = Math.min(last + 60, DAY_MINUTES - 30);
  return { from: timeOf(from), to: timeOf(Math.min(from + 240, DAY_MINUTES)) };
}

export function ofDay(weekly: readonly Weekly[], day: number): Interval[] {
  return weekly.filter((one) => one.day === day).map(({ from, to }) => ({ from, to }));
}

export function withDay(weekly: readonly Weekly[], day: number, intervals: Interval[]): Weekly[] {
  return DAYS.flatMap((one) =>
    (one === day ? intervals : ofDay(weekly, one)).map((interval) => ({ day: one, ...interval })),
  );
}

export function copied(weekly: readonly Weekly[], from: number, to: readonly number[]): Weekly[] {
  const intervals = ofDay(weekly, from);
  return to.reduce<Weekly[]>((week, day) => withDay(week, day, intervals), [...weekly]);
}

/** Minutes open in an ordinary week. */
export function openMinutes(weekly: readonly Weekly[]): number {
  return weekly.reduce((sum, one) => {
    const [from, to] = [minutesOf(one.from), minutesOf(one.to)];
    return from === null || to === null || to <= from ? sum : sum + to - from;
  }, 0);
}

export function isSound(weekly: readonly Weekly[]): boolean {
  return DAYS.every((day) => faultsOf(ofDay(weekly, day)).every((fault) => fault === null));
}
