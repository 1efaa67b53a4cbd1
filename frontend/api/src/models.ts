/**
 * The shapes on the wire, in the names of the HTTP interface. Instants are milliseconds since the
 * epoch (`_at`), ids are strings. `null` is always written out; nothing is left undefined.
 */

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

export interface LoginSession {
  id: string;
  created_at: number;
  last_seen_at: number;
  network: string;
  user_agent: string;
  current: boolean;
}

export interface Invitation {
  email: string;
  name: string;
  centre: string;
}

export interface WeeklyInterval {
  day: number;
  from: string;
  to: string;
}

export interface SetupRequest {
  name: string;
  email: string;
  password: string;
  centre_name: string;
  languages: string[];
  time_zone: string;
  weekly: WeeklyInterval[];
  demo: boolean;
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
  author_id: string | null;
  author_name: string | null;
  text: string;
  attachments: Attachment[];
  seen_by_customer_at: number | null;
  /** System messages say what happened as a code with parameters; `text` is the English for it. */
  code?: string | null;
  params?: Record<string, string | number | null>;
}

export interface MessageDraft {
  id: string;
  kind: OwnMessageKind;
  text: string;
  attachments: string[];
}

export interface Visit {
  account: string;
  name: string;
  mode: "read" | "join" | "whisper";
  from_at: number;
  to_at: number | null;
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
  state: ContactState;
  priority: number;
  agent: string | null;
  arrived_at: number;
  answered_at: number | null;
  ended_at: number | null;
  closed_at: number | null;
  wrap_up_code: string | null;
  recap: (Recap & { note?: string }) | null;
  csat: number | null;
  csat_comment: string | null;
  topic: string;
  language: string;
  form: Record<string, string>;
}

export interface ConversationRow {
  id: string;
  customer: string;
  customer_name: string;
  queue: string | null;
  queue_name: string | null;
  agent: string | null;
  agent_name: string | null;
  state: string;
  topic: string;
  channel: string;
  started_at: number;
  last_message_at: number | null;
  wrap_up_code: string | null;
  csat: number | null;
  preview: string;
}

export interface Conversation extends ConversationRow {
  contacts: Contact[];
}

export interface FloorEvent {
  seq: number;
  at: number;
  kind: string;
  sentence: string;
  who: string | null;
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

export interface ExplainedOffer {
  offer: string;
  agent: string;
  agent_name: string;
  kind: string;
  made_at: number;
  ended_at: number | null;
  outcome: string;
  why: Why;
}

export interface Explanation {
  contact: string;
  offers: ExplainedOffer[];
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

export interface Queue {
  id: string;
  name: string;
  description: string;
  channel: string;
  priority: number;
  threshold_s: number;
  wrap_up_s: number;
  wrap_up_extension_s: number;
  wrap_up_extensions_max: number;
  archived: boolean;
}

export interface Targets {
  queues: { id: string; name: string; open: boolean; waiting: number; agents_free: number }[];
  agents: { id: string; name: string; state: AgentState; free: number; queues: string[] }[];
}

export interface MyDay {
  from_at: number;
  to_at: number;
  contacts: number;
  handle_ms: number | null;
  talk_ms: number | null;
  wrap_up_ms: number | null;
  csat: number | null;
  csat_count: number;
  offered: number;
  missed: number;
  declined: number;
  occupancy: number | null;
  states: { state: AgentState; ms: number }[];
}
