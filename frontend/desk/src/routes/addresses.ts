/** What the addresses of the board and of the reports say, read from what anybody may have typed. */
import type { AgentState, By } from "@onqueue/api/models";
import type { BoardDrill } from "../features/board/drill";
import type { AgentGroup, LiveGroup } from "../features/board/floor";
import type { BehindAsked } from "../features/insight/reports";
import { PERIODS, type Period } from "../ui/periods";

/** Which number's rows are shown: of a figure between two moments, of a queue or an agent. */
export interface BehindSearch {
  figure?: string;
  /** How the number was called that was clicked; several have the same rows. */
  metric?: string;
  of_queue?: string;
  of_agent?: string;
  since?: number;
  until?: number;
  contact?: string;
}

export interface BoardSearch extends BehindSearch {
  queue?: string;
  team?: string;
  state?: AgentState;
  wall?: true;
  group?: LiveGroup;
  agents?: AgentGroup;
}

export interface ReportSearch extends BehindSearch {
  tab?: "agents";
  period?: Period;
  from?: string;
  to?: string;
  by?: By;
  queues?: string[];
}

type Raw = Record<string, unknown>;

const GROUPS: readonly LiveGroup[] = ["waiting", "active", "wrap_up", "all"];
const AGENTS: readonly AgentGroup[] = ["on", "away"];
const CUTS: readonly By[] = ["total", "day", "interval"];

export function word(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function one<T extends string>(value: unknown, of: readonly T[]): T | undefined {
  return of.find((known) => known === value);
}

function instant(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function date(value: unknown): string | undefined {
  const said = word(value);
  const known = said !== undefined && /^\d{4}-\d\d-\d\d$/.test(said);
  return known && !Number.isNaN(Date.parse(said)) ? said : undefined;
}

function words(value: unknown): string[] | undefined {
  const said = Array.isArray(value) ? value.filter((item) => word(item) !== undefined) : [];
  return said.length === 0 ? undefined : (said as string[]);
}

function behind(search: Raw): BehindSearch {
  return {
    figure: word(search["figure"]),
    metric: word(search["metric"]),
    of_queue: word(search["of_queue"]),
    of_agent: word(search["of_agent"]),
    since: instant(search["since"]),
    until: instant(search["until"]),
    contact: word(search["contact"]),
  };
}

export function boardSearch(search: Raw): BoardSearch {
  return {
    ...behind(search),
    queue: word(search["queue"]),
    team: word(search["team"]),
    state: word(search["state"]) as AgentState | undefined,
    wall: search["wall"] === true ? true : undefined,
    group: one(search["group"], GROUPS),
    agents: one(search["agents"], AGENTS),
  };
}

export function reportSearch(search: Raw): ReportSearch {
  return {
    ...behind(search),
    tab: one(search["tab"], ["agents"]),
    period: one(search["period"], PERIODS),
    from: date(search["from"]),
    to: date(search["to"]),
    by: one(search["by"], CUTS),
    queues: words(search["queues"]),
  };
}

/** What a list behind a number leaves in the address, taken away with it. */
export const NOTHING_BEHIND = {
  agents: undefined,
  group: undefined,
  figure: undefined,
  metric: undefined,
  of_queue: undefined,
  of_agent: undefined,
  since: undefined,
  until: undefined,
  contact: undefined,
  page: undefined,
  size: undefined,
  sort: undefined,
  order: undefined,
};

/** The rows of a figure that an address asks for, if it asks for all that it takes. */
export function behindOf(search: BehindSearch): BehindAsked | null {
  const { figure, since, until } = search;
  if (figure === undefined || since === undefined || until === undefined) return null;
  return { figure, from: since, to: until, queue: search.of_queue, agent: search.of_agent };
}

export function searchOf(asked: BehindAsked, metric?: string): BehindSearch {
  const { figure, from, to, queue, agent } = asked;
  return { figure, metric, since: from, until: to, of_queue: queue, of_agent: agent };
}

export function boardDrillOf(search: BoardSearch): BoardDrill | null {
  const queue = search.of_queue ?? null;
  if (search.group !== undefined) {
    return { kind: "live", group: search.group, queue, agent: search.of_agent ?? null };
  }
  if (search.agents !== undefined) return { kind: "agents", group: search.agents, queue };
  const behind = behindOf(search);
  return behind === null
    ? null
    : { kind: "figure", figure: behind.figure, queue, from: behind.from, to: behind.to };
}

export function searchOfBoard(drill: BoardDrill): BoardSearch {
  const of_queue = drill.queue ?? undefined;
  if (drill.kind === "agents") return { agents: drill.group, of_queue };
  return drill.kind === "live"
    ? { group: drill.group, of_queue, of_agent: drill.agent ?? undefined }
    : { figure: drill.figure, of_queue, since: drill.from, until: drill.to };
}
