/** Seconds as people say them: 20 s, 5 min, 24 h. */

export const UNITS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit in which the number is whole; nothing at all is seconds. */
export function unitOf(seconds: number): Unit {
  if (seconds === 0) return "s";
  const units: Unit[] = ["d", "h", "min"];
  return units.find((unit) => seconds % UNITS[unit] === 0) ?? "s";
}
