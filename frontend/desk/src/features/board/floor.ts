/** What the board makes of the floor: busy and free, filters, and the contacts behind a number. */
import type { AgentState } from "@onqueue/api/models";
import type { AgentEntity, ContactEntity, QueueEntity } from "../../live/protocol";

export interface BoardFilter {
  queue: string | null;
  team: string | null;
  state: AgentState | null;
}

export const NO_FILTER: BoardFilter = { queue: null, team: null, state: null };

/** The order in which a supervisor wants to see them: who needs help comes first. */
export const STATE_ORDER: readonly AgentState[] = [
  "set_aside",
  "on_queue",
  "back_office",
  "meeting",
  "training",
  "break",
  "off",
];

export function load(agent: AgentEntity): { used: number; capacity: number } {
  const sum = (numbers: Record<string, number>): number =>
    Object.values(numbers).reduce((a, b) => a + b, 0);
  // Several channels are capacity of different kinds; what counts is the one in use, else the largest.
  const channels = Object.entries(agent.capacity).filter(([, number]) => number > 0);
  const inUse = channels.filter(([channel]) => (agent.used[channel] ?? 0) > 0);
  const counted = inUse.length > 0 ? inUse : channels.slice(0, 1);
  return { used: sum(agent.used), capacity: counted.reduce((all, [, number]) => all + number, 0) };
}

export function isFree(agent: AgentEntity): boolean {
  const { used, capacity } = load(agent);
  return agent.state === "on_queue" && agent.connected && used < capacity;
}

export function agentsSeen(agents: readonly AgentEntity[], filter: BoardFilter): AgentEntity[] {
  return agents
    .filter(
      (agent) =>
        (filter.queue === null || agent.queues.includes(filter.queue)) &&
        (filter.team === null || agent.teams.includes(filter.team)) &&
        (filter.state === null || agent.state === filter.state),
    )
    .sort(
      (a, b) =>
        STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) || a.name.localeCompare(b.name),
    );
}

/** Which agents a number counts: those on queue, free or not, and those on breaks or elsewhere. */
export type AgentGroup = "on" | "away";

export function inAgentGroup({ state }: AgentEntity, group: AgentGroup): boolean {
  return group === "on" ? state === "on_queue" : state !== "on_queue" && state !== "off";
}

export function countByState(agents: readonly AgentEntity[]): [AgentState, number][] {
  return STATE_ORDER.map((state): [AgentState, number] => [
    state,
    agents.filter((agent) => agent.state === state).length,
  ]).filter(([, count]) => count > 0);
}

/** Which contacts of the floor a number counts. Those being offered are still waiting. */
export type LiveGroup = "waiting" | "active" | "wrap_up" | "all";

export function inGroup(contact: ContactEntity, group: LiveGroup): boolean {
  if (group === "all") return contact.state !== "scheduled" && contact.state !== "closed";
  if (group === "waiting") return contact.state === "waiting" || contact.state === "offered";
  return contact.state === group;
}

export interface ContactsAsked {
  group: LiveGroup;
  queue?: string | null;
  agent?: string | null;
}

/** Waiting ones in the order of their line, as far as priority and time say; then the others. */
export function contactsSeen(
  contacts: readonly ContactEntity[],
  { group, queue = null, agent = null }: ContactsAsked,
): ContactEntity[] {
  const since = (contact: ContactEntity): number =>
    inGroup(contact, "waiting")
      ? contact.waiting_since_at
      : (contact.answered_at ?? contact.arrived_at);
  return contacts
    .filter(
      (contact) =>
        inGroup(contact, group) &&
        (queue === null || contact.queue === queue) &&
        (agent === null || contact.agent === agent || contact.consult?.agent === agent),
    )
    .sort(
      (a, b) =>
        Number(!inGroup(a, "waiting")) - Number(!inGroup(b, "waiting")) ||
        (inGroup(a, "waiting") ? b.priority - a.priority : 0) ||
        since(a) - since(b),
    );
}

export interface Totals {
  waiting: number;
  oldest_at: number | null;
  active: number;
  wrap_up: number;
  free: number;
  busy: number;
  away: number;
}

export function totalsOf(queues: readonly QueueEntity[], agents: readonly AgentEntity[]): Totals {
  const sum = (name: "waiting" | "active" | "wrap_up"): number =>
    queues.reduce((all, queue) => all + queue[name], 0);
  const oldest = queues.flatMap((queue) =>
    queue.waiting > 0 && queue.oldest_at !== null ? [queue.oldest_at] : [],
  );
  const on = agents.filter((agent) => inAgentGroup(agent, "on"));
  const free = on.filter(isFree).length;
  return {
    waiting: sum("waiting"),
    oldest_at: oldest.length === 0 ? null : Math.min(...oldest),
    active: sum("active"),
    wrap_up: sum("wrap_up"),
    free,
    busy: on.length - free,
    away: agents.filter((agent) => inAgentGroup(agent, "away")).length,
  };
}
