import { expect, it } from "vitest";
import type { QueueFigures } from "@onqueue/api/models";
import { levelBars, volumeBars, withContent } from "./bars";
import { behindQuery, reportCsv } from "./reports";

const row = (from_at: number, offered: number, answered: number, level: number | null) =>
  ({ from_at, offered, answered, handled: 0, ratings: 0, service_level: level }) as QueueFigures;
const wording = {
  label: (one: QueueFigures) => `at ${one.from_at}`,
  volume: (one: QueueFigures) => `${one.answered} of ${one.offered}`,
  level: (one: QueueFigures) => String(one.service_level),
};

it("draws what came, and of it what was answered", () => {
  expect(volumeBars([row(1, 5, 4, 0.75)], wording)).toEqual([
    { key: "1", label: "at 1", value: 5, part: 4, text: "4 of 5" },
  ]);
});

it("draws no bar where nothing was counted", () => {
  expect(levelBars([row(1, 0, 0, null), row(2, 2, 0, 0)], wording).map((bar) => bar.value)).toEqual(
    [null, 0],
  );
});

it("leaves out the empty ends of a day, and keeps its pauses", () => {
  const rows = [
    row(1, 0, 0, null),
    row(2, 3, 3, 1),
    row(3, 0, 0, null),
    row(4, 1, 1, 1),
    row(5, 0, 0, null),
  ];
  expect(withContent(rows).map((one) => one.from_at)).toEqual([2, 3, 4]);
  expect(withContent(rows.slice(0, 1))).toEqual([]);
});

it("asks for the file by the same query as for the screen", () => {
  expect(
    reportCsv("/api/insight/queues.csv", { from: 1, to: 2, by: "day", queue: ["a", "b"] }),
  ).toBe("/api/insight/queues.csv?from=1&to=2&by=day&queue=a&queue=b");
  expect(behindQuery({ figure: "offered", from: 1, to: 2, queue: "a" })).toEqual({
    figure: "offered", from: 1, to: 2, queue: ["a"],
  }); // prettier-ignore
});
