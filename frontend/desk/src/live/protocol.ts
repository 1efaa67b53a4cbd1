/** What the desk socket says: frames both ways, and the entities of the floor. */
import type { PhoneFrame, SaidFrame } from "../../../phone/frames";
import type { LineFrame } from "../../../phone/line";
import type { AgentState, Candidate, Effect, Message, Visit, Why } from "@onqueue/api/models";

export type ContactState = "waiting" | "offered" | "active" | "wrap_up" | "scheduled" | "closed";

export interface AgentEntity {
  id: string;
  name: string;
  teams: string[];
  state: AgentState;
  reason: string;
  /** The name of whoever set the state, where it was not the agent; else empty. */
  forced_by: string;
  since_at: number;
  connected: boolean;
  capacity: Record<string, number>;
  used: Record<string, number>;
  queues: string[];
  skills: [string, number][];
  contacts: string[];
  misses: number;
  /** No offers until then, after a hard contact; null when ready. */
  recover_until_at: number | null;
  /** No hard contacts until then, after too many in a row. */
  rest_until_at: number | null;
  wish: WishEntity | null;
}

/** A wish for a short break, and what became of it. */
export interface WishEntity {
  state: "in_line" | "refused" | "lapsed" | "granted" | "begun" | "late";
  span_ms: number;
  asked_at: number;
  /** The name of who answered in person; empty where the rules did. */
  by: string;
  reason: string;
  /** The queue for whose sake the rules refused it; empty where it was not for a queue. */
  queue: string;
  until_at: number | null;
  effects: Effect[];
}

export interface QueueEntity {
  id: string;
  name: string;
  waiting: number;
  oldest_at: number | null;
  offered: number;
  active: number;
  wrap_up: number;
  agents_on: number;
  agents_free: number;
  open: boolean;
  opens_at: number | null;
  closes_at: number | null;
  threshold_s: number;
  /** "hours", "holiday" or "emergency"; empty while it is open. */
  closed_for: string;
}

export interface ConsultEntity {
  agent: string;
  state: "asked" | "joined";
  question: string;
}

export interface CallerEntity {
  /** Empty when the caller shows none. */
  number: string;
  known_by: "number" | "new" | "several" | "withheld" | "agent";
  earlier: number;
  earlier_at: number | null;
  /** They left this as a message; nobody is on the line. */
  message: boolean;
}

export interface ContactEntity {
  id: string;
  conversation: string;
  customer: string;
  customer_name: string;
  /** Who calls, as far as their number says; null for chats. */
  caller: CallerEntity | null;
  topic: string;
  language: string;
  queue: string;
  channel: string;
  state: ContactState;
  arrived_at: number;
  waiting_since_at: number;
  answered_at: number | null;
  priority: number;
  agent: string | null;
  consult: ConsultEntity | null;
  target: string | null;
  /** Why it waits for one person, such as "sticky"; empty when it does not. */
  target_rule: string;
  ring: number;
  diverted_from: string[];
  keeps_place: boolean;
  hard: boolean;
  offer: string | null;
  skills: [string, number][];
  wrap_up_until_at: number | null;
  extensions: number;
  note: string;
  last_note: string;
  visitors: Pick<Visit, "account" | "name" | "mode">[];
}

export interface OfferEntity {
  id: string;
  contact: string;
  agent: string;
  kind: "contact" | "consult";
  made_at: number;
  expires_at: number;
  /** Names are for the page that explains; a card knows the agents by their ids. */
  why: Omit<Why, "channel" | "skills" | "candidates"> & {
    candidates: Omit<Candidate, "name">[];
  };
}

export interface Figures {
  from_at?: number;
  to_at?: number;
  offered: number;
  answered: number;
  abandoned: number;
  within: number;
  service_level: number | null;
  asa_ms: number | null;
  aht_ms: number | null;
  csat: number | null;
}

export interface StatsEntity {
  queue: string;
  at: number;
  today: Figures;
  interval: Figures & { from_at: number; to_at: number };
}

export interface Entities {
  agent: Record<string, AgentEntity>;
  queue: Record<string, QueueEntity>;
  contact: Record<string, ContactEntity>;
  offer: Record<string, OfferEntity>;
  stats: Record<string, StatsEntity>;
}

export type Kind = keyof Entities;
export const KINDS: readonly Kind[] = ["agent", "queue", "contact", "offer", "stats"];

/** How a call stands that I have a part in. */
export interface CallFrame {
  t: "call";
  contact: string;
  /** What carries it; a page has a part only in those that go from browser to browser. */
  carrier: "webrtc" | "asterisk";
  held: boolean;
  /** What is recorded of it now; servers before recordings do not say. */
  recording?: "recorded" | "paused" | "held" | "off";
  legs: {
    leg: string;
    role: "customer" | "agent" | "listener";
    account: string;
    up: boolean;
    /** Is a page of theirs their phone, and not one on the desk? */
    page: boolean;
  }[];
  listening: { account: string; mode: "listen" | "whisper" | "barge" }[];
  over: boolean;
  /** Whom I call, and how far that is; null where somebody called in. */
  out?: CalledOut | null;
}

/** A customer who is called, rather than one who calls. */
export interface CalledOut {
  number: string;
  shows: string;
  state: "calling_you" | "dialling" | "ringing" | "talking" | "over";
  /** Why they were not reached, once that is over. */
  why:
    | ""
    | "callee_busy"
    | "callee_no_answer"
    | "callee_refused"
    | "callee_unknown"
    | "callee_unreachable"
    | "call_not_permitted";
}

/** By which telephone I speak with those who call by one. */
export interface TelephoneFrame {
  t: "telephone";
  way: "browser" | "desk_phone" | "none";
  /** Can such calls come now? */
  carried: boolean;
}

/** My telephone failed me, so the call went on without me. */
export interface CallLostFrame {
  t: "call_lost";
  contact: string;
  why: "absent" | "unanswered" | "silent" | "refused" | "failed";
  phone: "page" | "telephone";
}

export type ServerFrame =
  | { t: "snapshot"; n: number; epoch: string; entities: Partial<Entities>; now_at: number }
  | { t: "patch"; n: number; put: [string, string, unknown][]; del: [string, string][] }
  | { t: "messages"; conversation: string; items: Message[] }
  | { t: "typing"; conversation: string; who: string; side: "customer" | "staff" }
  | { t: "seen"; conversation: string; seq: number; at: number }
  | { t: "ping"; now_at: number }
  | { t: "error"; code: string; title: string }
  | { t: "bye"; code: string }
  | { t: "phone_state"; owner: boolean }
  | CallFrame
  | CallLostFrame
  | TelephoneFrame
  | LineFrame
  | PhoneFrame;

export type ClientFrame =
  | { t: "hello"; csrf: string; after: number | null; epoch: string | null }
  | { t: "watch"; conversation: string; after: number }
  | { t: "unwatch"; conversation: string }
  | { t: "typing"; conversation: string }
  | { t: "pong" }
  | SaidFrame;
