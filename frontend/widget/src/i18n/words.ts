/** Words for a language: filled-in texts, plurals, places in line, times and sizes. */

import type { Message, State } from "../client/frames";
import type { Key, Texts } from "./en";

type Values = Record<string, string | number | null>;

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;
const DAY_MS = 86_400_000;

export interface Words {
  lang: string;
  /** The language with the visitor's region, for writing times and numbers. */
  region: string;
  dir: "ltr" | "rtl";
  t: (key: Key, values?: Values) => string;
  count: (key: string, n: number) => string;
  waitLine: (state: State) => string;
  system: (message: Message) => string;
  when: (at: number) => string;
  clock: (at: number) => string;
  day: (at: number) => string;
  size: (bytes: number) => string;
}

/** `overrides` come from the server; with all keys they make a language of their own. */
export function wordsFor(
  lang: string,
  texts: Texts,
  overrides: Record<string, string> = {},
  region = lang,
  now: () => number = Date.now,
): Words {
  const all: Record<string, string> = { ...texts, ...overrides };
  const plain = (key: string, values: Values = {}): string => fill(all[key] ?? "", values);
  const plural = new Intl.PluralRules(lang);
  const ordinal = new Intl.PluralRules(lang, { type: "ordinal" });
  const count = (key: string, n: number) =>
    plain(`${key}_${plural.select(n)}`, { n }) || plain(`${key}_other`, { n });
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, options);
  const clock = (at: number) => format({ hour: "2-digit", minute: "2-digit" }).format(at);
  const day = (at: number) => dayWord(lang, at, now(), format);

  return {
    lang,
    region,
    dir: RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr",
    t: plain,
    count,
    clock,
    day,
    waitLine: ({ position, wait_low_s: low, wait_high_s: high }) => {
      if (!position) return plain("wait.unknown");
      const nth =
        plain("wait.places").split(" ")[position - 2] ??
        plain(`ordinal_${ordinal.select(position)}`, { n: position });
      const place = plain(position === 1 ? "wait.next" : "wait.place", { place: nth });
      if (low === null) return place;
      const from = Math.round(low / 60);
      const to = high === null ? null : Math.max(1, Math.round(high / 60));
      let about = plain("wait.range", { from, to });
      if (to === null) about = plain("wait.long");
      else if (from < 1) about = count("wait.within", to);
      else if (from === to) about = count("wait.minutes", to);
      return plain("wait.line", { place, about });
    },
    system: ({ code, params, text }) => {
      const given = Object.keys(params).find((name) => params[name] !== null) ?? "";
      const key = `sys.${code ?? ""}`;
      const wording = plain(`${key}.${given}`, params) || plain(key, params);
      // An unknown code, or a name that is missing: the server's own words.
      return wording.includes("{") ? text : wording || text;
    },
    when: (at) => plain("when.day", { day: day(at), time: clock(at) }),
    size: (bytes) => {
      const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
      const amount = bytes < 1e6 ? Math.max(1, bytes / 1e3) : bytes / 1e6;
      const digits = { maximumFractionDigits: amount < 10 ? 1 : 0 };
      return new Intl.NumberFormat(region, { style: "unit", unit, ...digits }).format(amount);
    },
  };
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** "today", "tomorrow", a weekday within the week, else the date; in the visitor's time zone. */
function dayWord(
  lang: string,
  at: number,
  now: number,
  format: (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat,
): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  if (Math.abs(days) <= 1) {
    return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day");
  }
  const weekday = { weekday: "long" } as const;
  if (days > 1 && days < 7) return format(weekday).format(at);
  return format({ ...weekday, day: "numeric", month: "long" }).format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
