import { describe, expect, it } from "vitest";
import {
  behindOf,
  boardDrillOf,
  boardSearch,
  reportSearch,
  searchOf,
  searchOfBoard,
} from "./addresses";

const known = (search: object): object =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

describe("the address of the reports", () => {
  it("keeps what was asked for", () => {
    const said = {
      tab: "agents",
      period: "own",
      from: "2026-11-01",
      to: "2026-11-22",
      by: "day",
      queues: ["q1", "q2"],
    };
    expect(known(reportSearch(said))).toEqual(said);
  });

  it("leaves out what nobody can mean", () => {
    const said = { tab: "x", period: "ever", from: "2026-13-45", to: 7, by: [], queues: ["", 3] };
    expect(known(reportSearch(said))).toEqual({});
  });

  it("leads back to the rows behind a number", () => {
    const asked = { figure: "offered", from: 1, to: 2, queue: "q1", agent: undefined };
    const search = reportSearch(known(searchOf(asked, "asa")) as Record<string, unknown>);
    expect([behindOf(search), search.metric]).toEqual([asked, "asa"]);
    expect(behindOf({ figure: "offered", since: 1 })).toBeNull();
  });
});

describe("the address of the board", () => {
  it.each([
    { kind: "live", group: "waiting", queue: "q1", agent: null },
    { kind: "live", group: "all", queue: null, agent: "a1" },
    { kind: "figure", figure: "offered", queue: "q1", from: 1, to: 2 },
    { kind: "agents", group: "on", queue: "q1" },
    { kind: "agents", group: "away", queue: null },
  ] as const)("leads back to $kind rows", (drill) => {
    const search = boardSearch(known(searchOfBoard(drill)) as Record<string, unknown>);
    expect(boardDrillOf(search)).toEqual(drill);
  });

  it("opens nothing for a group that there is not", () => {
    expect(boardDrillOf(boardSearch({ group: "everybody" }))).toBeNull();
  });
});
