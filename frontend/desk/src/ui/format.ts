/** Numbers, times and sizes in the reader's language. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * The language with the reader's region: English has its own dates in London and in Chicago. A
 * browser that names no region gets the usual one.
 */
export function regional(language: string): string {
  return navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;
}

const cache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const region = regional(language);
  const key = region + JSON.stringify(options);
  let format = cache.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(region, options);
    cache.set(key, format);
  }
  return format;
}

/** 0:07, 4:31, 1:02:09: what a timer shows. */
export function clockTime(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** "4 min", "1 h 12 min", "38 s": what a sentence or a figure says. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) {
    const minutes = Math.floor(ms / MINUTE);
    const seconds = Math.floor((ms % MINUTE) / SECOND);
    return ms < 10 * MINUTE && seconds > 0 ? `${minutes} min ${seconds} s` : `${minutes} min`;
  }
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
}

export function timeOfDay(at: number, language: string): string {
  return dateFormat(language, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** For what follows each other within seconds. */
export function timeToSecond(at: number, language: string): string {
  return dateFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}

export function dateTime(at: number, language: string): string {
  return dateFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

export function dayOf(at: number, language: string): string {
  return dateFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(at);
}

/** A day such as 2026-11-21, whatever the reader's time zone: its noon is within it. */
export function calendarDay(day: string, language: string): string {
  return dateFormat(language, { dateStyle: "full" }).format(new Date(`${day}T12:00:00`));
}

export function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The time alone for today, the date for anything older. */
export function shortWhen(at: number, now: number, language: string): string {
  if (sameDay(at, now)) return timeOfDay(at, language);
  return dateFormat(language, { day: "numeric", month: "short", year: "2-digit" }).format(at);
}

export function percent(share: number, language: string): string {
  return new Intl.NumberFormat(regional(language), {
    style: "percent",
    maximumFractionDigits: 1,
  }).format(share);
}

export function decimal(value: number, language: string, digits = 1): string {
  return new Intl.NumberFormat(regional(language), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function fileSize(bytes: number, language: string): string {
  const [value, unit] =
    bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1_000)), "kB"] : [bytes / 1_000_000, "MB"];
  return `${new Intl.NumberFormat(regional(language), { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

const BINARY: [number, string][] = [
  [1024 ** 4, "TiB"],
  [1024 ** 3, "GiB"],
  [1024 ** 2, "MiB"],
];

/** "70.7 GiB", "512 MiB": room on a disk or in memory, as systems tell it. */
export function binarySize(bytes: number, language: string): string {
  const [unit, name] = BINARY.find(([least]) => bytes >= least) ?? [1024 ** 2, "MiB"];
  const value = bytes / unit;
  const maximumFractionDigits = value < 100 ? 1 : 0;
  return `${new Intl.NumberFormat(regional(language), { maximumFractionDigits }).format(value)} ${name}`;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  // A telephone number has none.
  if (/^\+?\d/.test(name.trim())) return "#";
  const first = firstSign(words[0] ?? "") || "?";
  const last = words.length > 1 ? firstSign(words.at(-1) ?? "") : "";
  return (first + last).toUpperCase();
}

/** What a reader sees as one: an emoji of several parts is not cut. */
function firstSign(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}
