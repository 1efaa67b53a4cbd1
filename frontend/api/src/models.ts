/**
 * The shapes on the wire, by the names that the desk calls them. Every shape is generated from the
 * server's routes (`./run api`); here they are only named. Instants are milliseconds since the
 * epoch (`_at`), ids are strings, and an answer leaves nothing out: what is not there is `null`.
 */
import type { components, operations } from "./schema";

type Schemas = components["schemas"];
type Query<O extends keyof operations> = NonNullable<operations[O]["parameters"]["query"]>;

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
}

// Who is signed in
export type Me = Schemas["Me"];
export type MePatch = Schemas["MePatch"];
export type Language = Me["language"];
export type Theme = Me["theme"];
export type Session = Schemas["SessionState"];
export type SignedInBrowser = Schemas["SignedInBrowser"];
export type Invitation = Schemas["InvitationShown"];
export type SetupRequest = Schemas["SetupAsked"];

// Conversations, contacts and customers
export type Message = Schemas["Message"];
export type MessageKind = Message["kind"];
export type MessageDraft = Schemas["MessageAsked"];
export type OwnMessageKind = MessageDraft["kind"];
export type Attachment = Schemas["File"];
export type Visit = Schemas["Visit"];
export type Recap = Schemas["Recap"];
export type Contact = Schemas["ContactRow"];
export type Answer = Schemas["AnswerShown"];
export type ConversationRow = Schemas["ConversationRow"];
export type ConversationQuery = Query<"list_conversations">;
export type Conversation = Schemas["ConversationShown"];
export type Merge = Schemas["Merge"];
export type Caller = Schemas["CallerShown"];
export type Candidate = Schemas["CandidateShown"];
export type Why = Schemas["WhyShown"];
export type ContactEvent = Schemas["ContactEvent"];
export type Explained = Schemas["Explained"];
export type Customer = Schemas["Customer"];
export type CustomerPatch = Schemas["CustomerPatch"];

// The floor
export type Targets = Schemas["Targets"];
export type Film = Schemas["FilmShown"];
export type FilmMark = Schemas["MarkShown"];
export type FilmPicture = Schemas["Picture"];
export type FilmStrip = Schemas["Strip"];
export type FilmTold = Schemas["Told"];
export type Effect = Schemas["Effect"];
export type BreakOutlook = Schemas["BreakOutlook"];
export type AgentState = Schemas["TargetAgent"]["state"];
export type ChosenState = Schemas["StateAsked"]["state"];
export type TakeOver = Schemas["TakeOverAsked"];

// What administrators set up: as it is, and as it is asked for
export type Configured = Pick<
  Schemas["Skill"],
  "id" | "archived" | "version" | "changed_at" | "changed_by"
>;
export type Archivable = Query<"list_skills">;
/** A change names the version that was seen, and only what differs. */
export type Patch<D> = Partial<D> & { version: number; archived?: boolean };
export type Texts = Record<string, string>;
export type Centre = Schemas["Centre"];
export type CentreDraft = Omit<Centre, "version">;
export type Skill = Schemas["Skill"];
export type SkillDraft = Pick<Skill, "name" | "description" | "language">;
export type SkillLevel = Schemas["SkillLevel"];
export type Thresholds = Schemas["Thresholds"];
export type Queue = Schemas["Queue"];
export type Channel = Queue["channel"];
export type QueueDraft = Omit<Queue, keyof Configured>;
export type Interval = Schemas["Times"];
export type WeeklyInterval = Schemas["WeeklyTimes"];
export type HoursException = Schemas["ExceptionTimes"];
export type Hours = Schemas["OpeningHours"];
export type HoursDraft = Omit<Hours, keyof Configured>;
export type HoursPreview = Schemas["HoursPreview"];
export type HolidayCountry = Schemas["HolidayCountry"];
export type Code = Schemas["WrapUpCode"];
export type CodeDraft = Omit<Code, keyof Configured>;
export type Reason = Schemas["StateReason"];
export type ReasonDraft = Omit<Reason, keyof Configured>;
export type Reply = Schemas["CannedReply"];
export type ReplyDraft = Omit<Reply, keyof Configured | "personal">;
export type FormOption = Schemas["FormOption"];
export type FormField = Schemas["FormField"];
export type Look = Schemas["Look"];
export type FileRules = Schemas["FileRules"];
export type Widget = Schemas["ChatWidget"];
export type WidgetDraft = Omit<Widget, keyof Configured>;
export type AgentProfile = Schemas["AgentProfile"];
export type AgentDraft = Omit<AgentProfile, "account_id" | "name" | "version">;

// Rules of routing
export type Routing = Schemas["RoutingShown"];
export type RoutingVersion = Schemas["VersionShown"];
export type QueueRules = Schemas["QueueRules"];
export type FloorRules = Schemas["FloorRules"];
export type Ring = Schemas["Ring"];
export type Diversion = Schemas["Diversion"];
export type Closure = Schemas["Closure"];
export type Gate = Schemas["Gate"];
export type GateDraft = Pick<Gate, "name" | "description">;

// Flows
export type Flow = Schemas["Flow"];
export type FlowDraft = Pick<Flow, "name" | "description">;
export type FlowShown = Schemas["FlowShown"];
/** The server always says every field; asked, most may be left out. */
type Whole<T> = T extends unknown ? Required<T> : never;
export type FlowNode = Whole<Schemas["FlowGraph"]["nodes"][number]>;
export type FlowGraph = Omit<Schemas["FlowGraph"], "nodes"> & { nodes: FlowNode[] };
export type FlowAct = Whole<Schemas["Turn"]["acts"][number]>;
export type FlowVersion = Schemas["FlowVersion"];
export type FlowProblem = Schemas["FlowProblem"];
export type FlowFigures = Schemas["FlowFigures"];
export type FlowTried = Schemas["Tried"];

// Telephones
export type PhoneNumber = Schemas["PhoneNumber"];
export type PhoneNumberDraft = Omit<PhoneNumber, keyof Configured>;
export type DeskPhone = Schemas["DeskPhone"];
export type DeskPhoneMade = Schemas["DeskPhoneMade"];

// Trials of drafts
export type Trial = Schemas["TrialShown"];
export type TrialDays = Schemas["DaysShown"];
export type TrialPart = Schemas["PartTried"];
export type TrialLine = Schemas["LineShown"];
export type TrialRange = Schemas["RangeShown"];
export type TrialMeasure = TrialLine["measure"];

// People
export type RoleGrant = Schemas["RoleGiven"];
export type Person = Schemas["Person"];
export type PersonStatus = Person["status"];
export type Role = RoleGrant["role"];
export type PersonDraft = Omit<Schemas["PersonInvited"], "language">;
export type PersonPatch = Schemas["PersonPatch"];
export type PeopleQuery = Query<"list_people">;
export type Team = Schemas["TeamShown"];
export type RoleCatalogue = Schemas["RoleCatalogue"];

// Audit, reports, health
export type Listing = Omit<Archivable, "archived">;
export type AuditRow = Schemas["AuditRow"];
export type AuditFilter = Omit<Query<"list_audit">, "page" | "size" | "sort" | "order">;
export type Health = Schemas["HealthShown"];
export type QueueFigures = Schemas["QueueFigures"];
export type AgentFigures = Schemas["AgentFigures"];
export type QueueReport = Schemas["QueueReport"];
export type AgentReport = Schemas["AgentReport"];
export type By = QueueReport["by"];
export type Behind = Schemas["Behind"];
export type Metric = Schemas["MetricShown"];

// The server's health
export type HealthFigure = Schemas["HealthFigure"];
export type HealthPart = Schemas["PartShown"];
export type HealthServer = Schemas["ServerShown"];
export type Finding = Schemas["FindingShown"];
export type ParkedJob = Schemas["ParkedJob"];

// Recordings
export type Recording = Schemas["RecordingShown"];
export type RecordingPolicy = Schemas["PolicyShown"];
export type RecordingPolicyDraft = Schemas["PolicyAsked"];

// Calls to customers
export type DialPolicy = Schemas["DialPolicyShown"];
export type DialPolicyDraft = Schemas["DialPolicyAsked"];
