/** The flow as a picture: each node in the column of its distance from the beginning. Everything
 * in it is in the list of nodes as well, where it can be changed. */
import { useTranslation } from "react-i18next";
import type { FlowFigures, FlowGraph, FlowProblem } from "@onqueue/api/models";
import { exitsOf, placed, type Spot } from "../graph";
import classes from "./Flow.module.css";

const WIDTH = 150;
const HEIGHT = 44;
const GAP_X = 70;
const GAP_Y = 18;

const left = ({ column }: Spot): number => column * (WIDTH + GAP_X) + 4;
const top = ({ row }: Spot): number => row * (HEIGHT + GAP_Y) + 4;

interface Props {
  graph: FlowGraph;
  problems: readonly FlowProblem[];
  figures: FlowFigures | undefined;
}

export function FlowDrawing({ graph, problems, figures }: Props) {
  const { t } = useTranslation();
  const spots = new Map(placed(graph).map((spot) => [spot.id, spot]));
  const all = [...spots.values()];
  const width = Math.max(0, ...all.map(left)) + WIDTH + 8;
  const height = Math.max(0, ...all.map(top)) + HEIGHT + 8;
  const bad = new Set(problems.map((one) => one.node));
  return (
    // Wider than the screen, it must be reachable by keyboard to be scrolled.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.drawing} tabIndex={0} role="group" aria-label={t("flows.drawing_text")}>
      <svg width={width} height={height} aria-hidden="true">
        {graph.nodes.flatMap((node) =>
          exitsOf(node).map((exit) => {
            const from = spots.get(node.id);
            const to = spots.get(node.next[exit] ?? "");
            if (from === undefined || to === undefined) return null;
            const [x, y] = [left(from) + WIDTH, top(from) + HEIGHT / 2];
            const [toX, toY] = [left(to), top(to) + HEIGHT / 2];
            const curve = `M${x} ${y} C${x + GAP_X / 2} ${y} ${toX - GAP_X / 2} ${toY} ${toX} ${toY}`;
            return <path key={`${node.id}-${exit}`} d={curve} />;
          }),
        )}
        {graph.nodes.map((node) => {
          const spot = spots.get(node.id);
          if (spot === undefined) return null;
          const passed = Object.values(figures?.exits[node.id] ?? {});
          return (
            <g key={node.id}>
              <rect
                className={bad.has(node.id) ? classes.bad : undefined}
                x={left(spot)}
                y={top(spot)}
                width={WIDTH}
                height={HEIGHT}
                rx={8}
              />
              <text x={left(spot) + 8} y={top(spot) + 18}>
                {node.id.slice(0, 20)}
              </text>
              <text className={classes.count} x={left(spot) + 8} y={top(spot) + 35}>
                {t(`flows.kind.${node.kind}`)} · {passed.reduce((sum, one) => sum + one, 0)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
