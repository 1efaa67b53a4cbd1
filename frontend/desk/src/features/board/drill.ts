/** What stands behind a number of the board: contacts of the floor now, or rows that were counted. */
import type { AgentGroup, LiveGroup } from "./floor";

export interface LiveDrill {
  kind: "live";
  group: LiveGroup;
  queue: string | null;
  agent: string | null;
}

export interface FigureDrill {
  kind: "figure";
  figure: string;
  queue: string | null;
  from: number;
  to: number;
}

export interface AgentsDrill {
  kind: "agents";
  group: AgentGroup;
  queue: string | null;
}

export type BoardDrill = LiveDrill | FigureDrill | AgentsDrill;
