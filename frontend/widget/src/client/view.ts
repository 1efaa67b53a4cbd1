/** What the panel shows: one immutable picture of the conversation. */

import type { KeptFrame, Message, State } from "./frames";
import type { Failure, Item } from "./outbox";

export interface ClientView {
  link: "connecting" | "up" | "down";
  /** Has the server said anything yet about where we stand? */
  known: boolean;
  open: boolean;
  opensAt: number | null;
  state: State;
  messages: readonly Message[];
  /** Not acknowledged yet, or refused, in the order of sending. */
  pending: readonly Item[];
  /** Acknowledged, but not yet come back as a message with its number. */
  acked: readonly Item[];
  typing: string | null;
  /** The agent has read everything up to here. */
  agentReadTo: number;
  unread: number;
  /** The chat cannot go on at all. */
  fatal: Failure | null;
  /** The last refusal that belongs to no message. */
  notice: Failure | null;
}

export const IDLE: State = {
  phase: "idle",
  position: null,
  wait_low_s: null,
  wait_high_s: null,
  keeps_place: false,
  agent: null,
  rated: false,
  can_rate: false,
  can_reopen: false,
};

export const NEW_VIEW: ClientView = {
  link: "connecting",
  known: false,
  open: true,
  opensAt: null,
  state: IDLE,
  messages: [],
  pending: [],
  acked: [],
  typing: null,
  agentReadTo: 0,
  unread: 0,
  fatal: null,
  notice: null,
};

export function isUnderWay({ phase }: State): boolean {
  return phase === "waiting" || phase === "active";
}

/** Shown between the acknowledgement and the server's own word for it. */
export function expectedAfter(frame: KeptFrame, state: State): State {
  if (frame.t === "rate") return { ...state, rated: true };
  if (frame.t === "keep") return { ...state, keeps_place: true };
  if (frame.t === "leave") return { ...state, phase: "message_left" };
  if (frame.t === "start" && !isUnderWay(state)) return { ...state, phase: "waiting" };
  return state;
}
