/**
 * A small, honest chart of bars: from zero, with its scale, and the same numbers as a table.
 *
 * A bar may be split: what was good of it is drawn darker, from the bottom.
 */
import { Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useId } from "react";
import classes from "./BarChart.module.css";
import { every, lines, roundUp } from "./scale";

export interface Bar {
  key: string;
  label: string;
  value: number | null;
  part?: number | null;
  /** What is said about the bar, in whole words. */
  text: string;
}

interface BarChartProps {
  title: string;
  bars: Bar[];
  format: (value: number) => string;
  /** The end of the scale, such as 1 for a share. */
  max?: number;
  goal?: { value: number; label: string };
  valueHead: string;
  labelHead: string;
  onOpen?: (bar: Bar) => void;
}

const WIDE = 640;
/** Drawn narrower on a telephone, so that its words stay as large. */
const NARROW = 340;
const HEIGHT = 150;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;

export function BarChart(props: BarChartProps) {
  const { bars, format, goal } = props;
  const title = useId();
  const narrow = useMediaQuery("(max-width: 48em)", false);
  const total = narrow ? NARROW : WIDE;
  const highest = Math.max(0, ...bars.map((bar) => bar.value ?? 0), goal?.value ?? 0);
  const max = props.max ?? roundUp(highest);
  const plot = HEIGHT - TOP - BOTTOM;
  const step = (total - LEFT) / Math.max(1, bars.length);
  const width = Math.max(1.5, Math.min(34, step * 0.72));
  const y = (value: number): number => TOP + plot * (1 - Math.min(1, value / max));
  const skip = every(bars.length, narrow ? 5 : 10);
  return (
    <figure className={classes.figure} aria-labelledby={title}>
      <figcaption id={title} className={classes.title}>
        {props.title}
      </figcaption>
      <svg viewBox={`0 0 ${total} ${HEIGHT}`} className={classes.chart} aria-hidden="true">
        {lines(max, props.max !== undefined).map((share) => (
          <g key={share}>
            <line
              x1={LEFT}
              x2={total}
              y1={y(max * share)}
              y2={y(max * share)}
              className={classes.grid}
            />
            <text x={LEFT - 6} y={y(max * share) + 3.5} textAnchor="end" className={classes.tick}>
              {format(max * share)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => {
          const x = LEFT + step * index + (step - width) / 2;
          return (
            <g key={bar.key}>
              {bar.value !== null && (
                <Tooltip.Floating label={bar.text} fz="xs">
                  <g className={classes.bar}>
                    <rect
                      x={LEFT + step * index}
                      y={TOP}
                      width={step}
                      height={plot}
                      className={classes.hit}
                    />
                    <rect
                      x={x}
                      y={y(bar.value)}
                      width={width}
                      height={Math.max(0.5, y(0) - y(bar.value))}
                      rx={Math.min(2.5, width / 3)}
                      className={bar.part === undefined ? classes.full : classes.rest}
                    />
                    {bar.part !== undefined && bar.part !== null && (
                      <rect
                        x={x}
                        y={y(bar.part)}
                        width={width}
                        height={y(0) - y(bar.part)}
                        rx={Math.min(2.5, width / 3)}
                        className={classes.full}
                      />
                    )}
                  </g>
                </Tooltip.Floating>
              )}
              {index % skip === 0 && (
                <text x={x + width / 2} y={HEIGHT - 6} textAnchor="middle" className={classes.tick}>
                  {bar.label}
                </text>
              )}
            </g>
          );
        })}
        {goal !== undefined && (
          <g>
            <line
              x1={LEFT}
              x2={total}
              y1={y(goal.value)}
              y2={y(goal.value)}
              className={classes.goal}
            />
            <text x={total - 2} y={y(goal.value) - 4} textAnchor="end" className={classes.goalText}>
              {goal.label}
            </text>
          </g>
        )}
      </svg>
      <table className="visually-hidden">
        <caption>{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.labelHead}</th>
            <th scope="col">{props.valueHead}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.label}</th>
              <td>{bar.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
