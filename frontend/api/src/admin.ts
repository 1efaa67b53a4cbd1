/** The shapes of administration, reports and the audit, in the names of the HTTP interface. */
import type { AgentState, RoleGrant } from "./models";

/** What all configured things have: they are archived, never removed, and changed by version. */
export interface Configured {
  id: string;
  archived: boolean;
  version: number;
  changed_at: number;
  changed_by: string;
}

export type Patch<D> = Partial<D> & { version: number; archived?: boolean };
export type Texts = Record<string, string>;

export type CentreDraft = {
  name: string;
  languages: string[];
  time_zone: string;
  ageing_s: number;
  misses_max: number;
  presence_grace_s: number;
};
export type Centre = CentreDraft & { version: number };

export type SkillDraft = {
  name: string;
  description: string;
};
export type Skill = SkillDraft & Configured;

export interface SkillLevel {
  skill: string;
  level: number;
}

export interface Thresholds {
  waiting_amber: number;
  waiting_red: number;
  oldest_amber_s: number;
  oldest_red_s: number;
  sl_amber: number;
  sl_red: number;
}

export type QueueDraft = {
  name: string;
  description: string;
  channel: string;
  priority: number;
  threshold_s: number;
  target_percent: number;
  offer_ttl_s: number;
  wrap_up_s: number;
  wrap_up_extension_s: number;
  wrap_up_extensions_max: number;
  hours_id: string | null;
  skills: SkillLevel[];
  thresholds: Thresholds;
};
export type QueueSettings = QueueDraft & Configured;

export interface Interval {
  from: string;
  to: string;
}
export interface HoursException {
  date: string;
  name: string;
  intervals: Interval[];
}
export type HoursDraft = {
  name: string;
  time_zone: string;
  weekly: (Interval & { day: number })[];
  exceptions: HoursException[];
};
export type Hours = HoursDraft & Configured;

export interface HoursPreview {
  time_zone: string;
  open: boolean;
  changes_at: number | null;
  days: {
    date: string;
    closed: boolean;
    exception: string | null;
    intervals: { from_at: number; to_at: number }[];
  }[];
}

export interface HolidayCountry {
  code: string;
  name: string;
  subdivisions: string[];
}

export type CodeDraft = {
  name: string;
  group: string;
  queue_ids: string[];
};
export type Code = CodeDraft & Configured;

export type ReasonDraft = {
  name: string;
  state: AgentState;
};
export type Reason = ReasonDraft & Configured;

export type ReplyDraft = {
  shortcut: string;
  title: string;
  text: string;
  language: string;
  queue_ids: string[];
};
export type Reply = ReplyDraft & Configured & { personal: boolean };

export interface FormOption {
  value: string;
  label: Texts;
}
export interface FormField {
  key: string;
  label: Texts;
  kind: "text" | "email" | "phone" | "choice";
  required: boolean;
  options: FormOption[];
  queue_by_option: Record<string, string>;
  skill_by_option: Record<string, SkillLevel>;
}
export interface Look {
  color: string;
  scheme: "auto" | "light" | "dark";
  position: "right" | "left";
  title: Texts;
  subtitle: Texts;
  greeting: Texts;
  launcher: Texts;
  privacy_url: string | null;
}
export interface FileRules {
  enabled: boolean;
  max_bytes: number;
  max_count: number;
  types: string[];
}
export type WidgetDraft = {
  name: string;
  queue_id: string;
  languages: string[];
  form: FormField[];
  skill_by_language: Record<string, SkillLevel>;
  texts: Record<string, Texts>;
  look: Look;
  allowed_origins: string[];
  files: FileRules;
  rating_enabled: boolean;
  offline_message_enabled: boolean;
};
export type Widget = WidgetDraft & Configured;

export type AgentDraft = {
  skills: SkillLevel[];
  queues: string[];
  capacity: Record<string, number>;
  exclusive: string[];
};
export type AgentProfile = AgentDraft & { account_id: string; name: string; version: number };

export type PersonStatus = "invited" | "active" | "deactivated";
export type PersonDraft = {
  name: string;
  email: string;
  roles: RoleGrant[];
  teams: string[];
};
export interface Person {
  id: string;
  name: string;
  email: string;
  status: PersonStatus;
  roles: RoleGrant[];
  teams: { id: string; name: string }[];
  last_seen_at: number | null;
  created_at: number;
}
export interface Team {
  id: string;
  name: string;
  people: number;
  created_at: number;
}
export interface RoleCatalogue {
  roles: { role: string; description: string; scope_kinds: string[]; rights: string[] }[];
  rights: { code: string; description: string }[];
}

export interface AuditRow {
  id: number;
  at: number;
  actor: string;
  actor_name: string;
  action: string;
  subject_kind: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string;
  network: string;
}
export interface AuditFilter {
  actor?: string;
  action?: string;
  subject_kind?: string;
  subject?: string;
  from?: number;
  to?: number;
}

export interface Health {
  ok: boolean;
  problems: Record<string, string>;
}

/** What is added up; ratios follow from it. */
interface Sums {
  handled: number;
  talk_ms: number;
  hold_ms: number;
  wrap_ms: number;
  ratings: number;
  ratings_good: number;
  ratings_sum: number;
  aht_ms: number | null;
  csat: number | null;
  csat_mean: number | null;
}
export interface QueueFigures extends Sums {
  queue: string;
  from_at: number;
  to_at: number;
  offered: number;
  answered: number;
  within: number;
  abandoned: number;
  abandoned_within: number;
  abandoned_short: number;
  waiting: number;
  waiting_within: number;
  moved: number;
  wait_ms: number;
  service_level: number | null;
  asa_ms: number | null;
  abandonment_rate: number | null;
}
export interface AgentFigures extends Sums {
  agent: string;
  name: string;
  from_at: number;
  to_at: number;
  consults: number;
  consult_ms: number;
  busy_ms: number;
  available_ms: number;
  states: Partial<Record<AgentState, number>>;
  occupancy: number | null;
}
/** One row behind a figure: a stay in a queue, an agent's part, or a rating. */
export interface Behind {
  contact: string;
  conversation: string;
  seq: number;
  queue: string;
  channel: string;
  agent: string | null;
  at: number;
  arrived_at: number | null;
  settled_at: number | null;
  outcome: string;
  wait_ms: number | null;
  talk_ms: number | null;
  wrap_ms: number | null;
  score: number | null;
}
export interface Metric {
  name: string;
  version: number;
  unit: "count" | "share" | "ms" | "score";
  formula: string;
  credit: string;
  source: string;
}
export type By = "interval" | "day" | "total";
interface Stretch {
  from_at: number;
  to_at: number;
  by: By;
}
export interface QueueReport extends Stretch {
  items: QueueFigures[];
  /** All queues together, by time; ratios are taken of the sums. */
  total: QueueFigures[];
}
export interface AgentReport extends Stretch {
  items: AgentFigures[];
}
