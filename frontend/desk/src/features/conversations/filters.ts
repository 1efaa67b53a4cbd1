/** The choices of the conversation search. */

export const STATES = ["waiting", "active", "wrap_up", "closed"] as const;
export const PERIODS = ["all", "today", "week", "month"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Record<Period, number | null> = { all: null, today: 0, week: 6, month: 29 };

/** Midnight, so that the same period asks the same question all day. */
export function periodStart(period: Period, today = new Date()): number | null {
  const days = DAYS[period];
  if (days === null) return null;
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days).getTime();
}
