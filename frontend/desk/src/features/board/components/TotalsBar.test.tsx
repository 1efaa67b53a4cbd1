import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderWith } from "../../../testing/render";
import type { QueueRow } from "../hooks/useBoard";
import { TotalsBar } from "./TotalsBar";

const TOTALS = { waiting: 1, oldest_at: null, active: 2, wrap_up: 0, free: 3, busy: 1, away: 2 };

const ROW = {
  queue: { id: "q1", name: "Billing" },
  tones: { waiting: "calm", oldest: "calm" },
  stats: {
    at: 900,
    today: { from_at: 100, to_at: 800, answered: 7, abandoned: 4 },
    interval: { from_at: 0, to_at: 50 },
  },
} as unknown as QueueRow;

it("has the rows of the shown queue behind every number", async () => {
  const onDrill = vi.fn();
  await renderWith(<TotalsBar totals={TOTALS} rows={[ROW]} queue="q1" onDrill={onDrill} />);
  for (const name of ["1 waiting", "3 of 4 agents", "2 on breaks", "7 answered", "4 abandoned"]) {
    await userEvent.click(screen.getByRole("button", { name: new RegExp(`^${name}`) }));
  }
  expect(onDrill.mock.calls.flat()).toEqual([
    { kind: "live", group: "waiting", queue: "q1", agent: null },
    { kind: "agents", group: "on", queue: "q1" },
    { kind: "agents", group: "away", queue: "q1" },
    { kind: "figure", figure: "answered", queue: "q1", from: 100, to: 800 },
    { kind: "figure", figure: "abandoned", queue: "q1", from: 100, to: 800 },
  ]);
});
