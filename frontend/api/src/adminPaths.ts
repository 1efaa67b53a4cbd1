/** The HTTP interface of administration, supervision and reports, in the generator's shape. */
import type * as a from "./admin";
import type * as m from "./models";

type Json<T> = { content: { "application/json": T } };
type Get<R, P = never, Q = never> = {
  parameters: ([P] extends [never] ? { path?: never } : { path: P }) &
    ([Q] extends [never] ? { query?: never } : { query?: Q });
  requestBody?: never;
  responses: { 200: Json<R> };
};
type Send<R, B, P = never> = {
  parameters: ([P] extends [never] ? { path?: never } : { path: P }) & { query?: never };
  responses: { 200: Json<R> };
} & ([B] extends [never] ? { requestBody?: never } : { requestBody: Json<B> });

export interface Listing {
  q?: string;
  page?: number;
  size?: number;
  sort?: string;
  order?: "asc" | "desc";
}
export type Archivable = Listing & { archived?: "no" | "yes" | "any" };

type Records<R, D, Q = Archivable> = { get: Get<m.Page<R>, never, Q>; post: Send<R, D> };
type One<R, D, P> = { get: Get<R, P>; patch: Send<R, a.Patch<D>, P> };
type Contact = { contact: string };
type Period = { from?: number; to?: number; by?: a.By };

export interface AdminPaths {
  "/api/people": {
    get: Get<m.Page<a.Person>, never, Listing & { status?: string; team?: string; role?: string }>;
    post: Send<a.Person, a.PersonDraft & { language?: string }>;
  };
  "/api/people/{person}": {
    get: Get<a.Person, { person: string }>;
    patch: Send<a.Person, Partial<a.PersonDraft>, { person: string }>;
  };
  "/api/people/{person}/invite": { post: Send<a.Person, never, { person: string }> };
  "/api/people/{person}/deactivate": { post: Send<a.Person, never, { person: string }> };
  "/api/people/{person}/reactivate": { post: Send<a.Person, never, { person: string }> };
  "/api/teams": Records<a.Team, { name: string }, Listing>;
  "/api/teams/{team}": {
    patch: Send<a.Team, { name: string }, { team: string }>;
    delete: Send<never, never, { team: string }>;
  };
  "/api/roles": { get: Get<a.RoleCatalogue> };
  "/api/audit": { get: Get<m.Page<a.AuditRow>, never, Listing & a.AuditFilter> };

  "/api/centre": {
    get: Get<a.Centre>;
    patch: Send<a.Centre, Partial<a.CentreDraft> & { version: number }>;
  };
  "/api/skills": Records<a.Skill, a.SkillDraft>;
  "/api/skills/{skill}": One<a.Skill, a.SkillDraft, { skill: string }>;
  "/api/queues": Records<a.QueueSettings, a.QueueDraft>;
  "/api/queues/{queue}": One<a.QueueSettings, a.QueueDraft, { queue: string }>;
  "/api/hours": Records<a.Hours, a.HoursDraft>;
  "/api/hours/{hours}": One<a.Hours, a.HoursDraft, { hours: string }>;
  "/api/hours/{hours}/preview": {
    get: Get<a.HoursPreview, { hours: string }, { days?: number }>;
  };
  "/api/hours/{hours}/holidays": {
    post: Send<
      { hours: a.Hours; added: number },
      {
        version: number;
        country: string;
        subdivision: string | null;
        year: number;
        language: string | null;
      },
      { hours: string }
    >;
  };
  "/api/holiday-countries": { get: Get<a.HolidayCountry[], never, { language?: "en" | "de" }> };
  "/api/wrap-up-codes": Records<a.Code, a.CodeDraft, Archivable & { queue?: string }>;
  "/api/wrap-up-codes/{code}": One<a.Code, a.CodeDraft, { code: string }>;
  "/api/state-reasons": Records<a.Reason, a.ReasonDraft, Archivable & { state?: string }>;
  "/api/state-reasons/{reason}": One<a.Reason, { name: string }, { reason: string }>;
  "/api/canned-replies": {
    get: Get<m.Page<a.Reply>, never, Archivable & { queue?: string; language?: string }>;
    post: Send<a.Reply, a.ReplyDraft & { personal?: boolean }>;
  };
  "/api/canned-replies/{reply}": {
    patch: Send<a.Reply, a.Patch<a.ReplyDraft>, { reply: string }>;
    delete: Send<never, never, { reply: string }>;
  };
  "/api/chat-widgets": Records<a.Widget, a.WidgetDraft>;
  "/api/chat-widgets/{widget}": One<a.Widget, a.WidgetDraft, { widget: string }>;
  "/api/chat-widgets/{widget}/embed": { get: Get<{ html: string }, { widget: string }> };
  "/api/agents": {
    get: Get<m.Page<a.AgentProfile>, never, Listing & { queue?: string; skill?: string }>;
  };
  "/api/agents/{account}": {
    get: Get<a.AgentProfile, { account: string }>;
    put: Send<a.AgentProfile, a.AgentDraft & { version: number }, { account: string }>;
  };

  "/api/floor/agents/{agent}/state": {
    post: Send<unknown, { state: m.AgentState; reason: string }, { agent: string }>;
  };
  "/api/floor/contacts/{contact}/take-over": { post: Send<unknown, { reason: string }, Contact> };
  "/api/floor/contacts/{contact}/priority": {
    post: Send<unknown, { priority: number; reason: string }, Contact>;
  };

  "/api/insight/queues": { get: Get<a.QueueReport, never, Period & { queue?: string[] }> };
  "/api/insight/agents": { get: Get<a.AgentReport, never, Period & { agent?: string[] }> };
  "/api/insight/contacts": {
    get: Get<
      m.Page<a.Behind>,
      never,
      Period & Listing & { figure: string; queue?: string[]; agent?: string[] }
    >;
  };
  "/api/insight/metrics": { get: Get<a.Metric[]> };
  "/health/ready": { get: Get<a.Health> };
}
