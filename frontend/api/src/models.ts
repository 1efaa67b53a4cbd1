/**
 * The shapes on the wire, in the names of the HTTP interface. Instants are milliseconds since the
 * epoch (`_at`), ids are strings. `null` is always written out; nothing is left undefined.
 */
import type { QueueSettings } from "./admin";

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
}

export type Theme = "auto" | "light" | "dark";
export type AgentState =
  "off" | "on_queue" | "break" | "training" | "meeting" | "back_office" | "set_aside";
export type ContactState = "waiting" | "offered" | "active" | "wrap_up" | "scheduled" | "closed";

export interface RoleGrant {
  role: string;
  scope_kind: string;
  scope_id: string | null;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  language: string;
  theme: Theme;
  rights: string[];
  roles: RoleGrant[];
  teams: { id: string; name: string }[];
  agent: boolean;
}

export interface Session {
  me: Me | null;
  csrf: string | null;
  setup_needed: boolean;
  demo: boolean;
  languages: string[];
}

export interface SignedInBrowser {
  id: string;
  created_at: number;
  seen_at: number;
  network: string;
  browser: string;
  current: boolean;
}

export interface Invitation {
  email: string;
  name: string;
  language: string;
}

export interface WeeklyInterval {
  day: number;
  from: string;
  to: string;
}

export interface SetupRequest {
  administrator: { name: string; email: string; password: string };
  centre: { name: string; languages: string[]; time_zone: string };
  hours: WeeklyInterval[];
  data: "demo" | "empty";
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  safe_inline: boolean;
}

export type MessageKind = "customer" | "reply" | "system" | "note" | "whisper";
export type OwnMessageKind = "reply" | "note" | "whisper";

export interface Message {
  id: string;
  conversation: string;
  seq: number;
  at: number;
  kind: MessageKind;
  author_id: string;
  author_name: string;
  text: string;
  attachments: Attachment[];
  seen_by_customer_at: number | null;
  /** System messages say what happened as a code with parameters; `text` is the English for it. */
  code: string;
  params: Record<string, string>;
}

export interface MessageDraft {
  id: string;
  kind: OwnMessageKind;
  text: string;
  attachments: string[];
}

export interface Visit {
  id: string;
  conversation: string;
  contact: string;
  account: string;
  name: string;
  mode: "read" | "join" | "whisper";
  opened_at: number;
  closed_at: number | null;
}

export interface Recap {
  action: string;
  owner: string;
  due_at: number | null;
}

export interface Contact {
  id: string;
  conversation: string;
  customer: string;
  queue: string;
  channel: string;
  state: string;
  priority: number;
  agent: string | null;
  arrived_at: number | null;
  answered_at: number | null;
  ended_at: number | null;
  closed_at: number | null;
  wrap_up_code: string;
  recap: Recap | null;
  csat: number | null;
  csat_comment: string;
  topic: string;
  language: string;
  form: Record<string, string>;
}

export interface ConversationRow {
  id: string;
  channel: string;
  customer: string;
  customer_name: string;
  language: string;
  opened_at: number;
  last_at: number;
  messages: number;
  contacts: number;
  contact: string | null;
  queue: string | null;
  agent: string | null;
  state: string | null;
  topic: string | null;
  arrived_at: number | null;
  answered_at: number | null;
  ended_at: number | null;
  wrap_up_code: string | null;
  csat: number | null;
}

export interface Conversation {
  id: string;
  channel: string;
  customer: string;
  customer_name: string;
  language: string;
  opened_at: number;
  last_at: number;
  last_seq: number;
  contacts: Contact[];
}

export interface Candidate {
  agent: string;
  name?: string;
  load: number;
  idle_ms: number;
}

export interface Why {
  rule: string;
  queue: string;
  waited_ms: number;
  priority: number;
  position: number;
  candidates_total: number;
  candidates: Candidate[];
}

export interface ContactEvent {
  seq: number;
  at: number;
  kind: string;
  text: string;
  why: Why | null;
}

export interface Explained {
  contact: string;
  lines: ContactEvent[];
  offers: number;
}

export interface Customer {
  id: string;
  name: string;
  email: string;
  phone: string;
  language: string;
  company: string;
  notes: string;
  created_at: number;
  last_contact_at: number | null;
  version: number;
}

export interface CustomerPatch {
  version: number;
  name?: string;
  email?: string;
  phone?: string;
  language?: string;
  company?: string;
  notes?: string;
}

export interface CannedReply {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  language: string;
  queue_ids: string[];
  personal: boolean;
}

export interface WrapUpCode {
  id: string;
  name: string;
  group: string;
  queue_ids: string[];
  archived: boolean;
}

export interface StateReason {
  id: string;
  state: AgentState;
  name: string;
  archived: boolean;
}

export type Queue = QueueSettings;

export interface Targets {
  queues: {
    id: string;
    name: string;
    open: boolean;
    waiting: number;
    agents_on: number;
    agents_free: number;
  }[];
  agents: {
    id: string;
    name: string;
    state: AgentState;
    reason: string;
    free: boolean;
    queues: string[];
  }[];
}

export interface AgentFigures {
  agent: string;
  name: string;
  from_at: number;
  to_at: number;
  handled: number;
  talk_ms: number;
  hold_ms: number;
  wrap_ms: number;
  consults: number;
  ratings: number;
  busy_ms: number;
  available_ms: number;
  states: Partial<Record<AgentState, number>>;
  aht_ms: number | null;
  occupancy: number | null;
  csat: number | null;
  csat_mean: number | null;
}
