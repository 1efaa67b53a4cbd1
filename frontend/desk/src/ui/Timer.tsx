/** A time that runs: up from an instant, or down to one; amber and red when it is late. */
import clsx from "clsx";
import { clockTime } from "./format";
import { useNow } from "./now";
import classes from "./Timer.module.css";

interface TimerProps {
  since?: number;
  until?: number;
  /** From here on, in ms, the time is amber or red. Counting down, these are what is left. */
  amber?: number;
  red?: number;
  label?: string;
  className?: string;
}

export type Tone = "calm" | "amber" | "red";

export function toneOf(ms: number, limits: { amber?: number; red?: number }, down: boolean): Tone {
  const past = (limit: number | undefined): boolean =>
    limit !== undefined && (down ? ms <= limit : ms >= limit);
  if (past(limits.red)) return "red";
  return past(limits.amber) ? "amber" : "calm";
}

export function Timer({ since, until, amber, red, label, className }: TimerProps) {
  const now = useNow();
  const down = until !== undefined;
  const ms = down ? until - now : now - (since ?? now);
  const tone = toneOf(ms, { amber, red }, down);
  return (
    <span
      className={clsx(classes.timer, "tnum", className)}
      data-tone={tone}
      role="timer"
      aria-label={label === undefined ? undefined : `${label} ${clockTime(ms)}`}
    >
      {clockTime(ms)}
    </span>
  );
}
