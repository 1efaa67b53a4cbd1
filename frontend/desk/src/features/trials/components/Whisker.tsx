/** A difference and its range, drawn around the line on which nothing would have changed. */
import type { TrialRange } from "@onqueue/api/models";
import type { Judged } from "../verdict";
import classes from "./Trials.module.css";

const WIDTH = 120;
const HEIGHT = 20;
const MIDDLE = WIDTH / 2;
const EDGE = 6;

interface WhiskerProps {
  range: TrialRange;
  /** The longest whisker of this measure, to whose length the others are drawn. */
  longest: number;
  judged: Judged;
}

export function Whisker({ range, longest, judged }: WhiskerProps) {
  const at = (value: number): number =>
    longest === 0 ? MIDDLE : MIDDLE + (value / longest) * (MIDDLE - EDGE);
  return (
    <svg
      className={classes.whisker}
      data-judged={judged}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
    >
      <line className={classes.zero} x1={MIDDLE} x2={MIDDLE} y1={1} y2={HEIGHT - 1} />
      {range.low !== null && range.high !== null && (
        <line x1={at(range.low)} x2={at(range.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      )}
      <circle cx={at(range.mean)} cy={HEIGHT / 2} r={4} />
    </svg>
  );
}
