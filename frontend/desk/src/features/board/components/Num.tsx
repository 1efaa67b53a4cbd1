/** A number that can be opened: behind it are the rows it counts. */
import clsx from "clsx";
import type { ReactNode } from "react";
import classes from "./Board.module.css";
import type { Tone } from "../thresholds";

interface NumProps {
  label: string;
  tone?: Tone;
  onOpen?: () => void;
  big?: boolean;
  children: ReactNode;
}

export function Num({ label, tone = "calm", onOpen, big = false, children }: NumProps) {
  const className = clsx(classes.num, big && classes.bigNum, "tnum");
  if (onOpen === undefined) {
    return (
      <span className={className} data-tone={tone}>
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      data-tone={tone}
      aria-label={label}
      onClick={onOpen}
    >
      {children}
    </button>
  );
}
