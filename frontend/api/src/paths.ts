/**
 * The HTTP interface as openapi-fetch wants it, written by hand in the generator's shape.
 *
 * To switch to the generated file, make this module `export type { paths } from "./schema";`.
 */
import type { AdminPaths } from "./adminPaths";
import type * as m from "./models";

interface Extra {
  path?: object;
  query?: object;
  body?: unknown;
}
type Json<T> = { content: { "application/json": T } };
type Body<E extends Extra> = E extends { body: infer B }
  ? { requestBody: Json<B> }
  : { requestBody?: never };
type Params<E extends Extra> = {
  parameters: (E extends { path: infer P } ? { path: P } : { path?: never }) &
    (E extends { query: infer Q } ? { query?: Q } : { query?: never });
};
type Op<R, E extends Extra = object> = Params<E> & Body<E> & { responses: { 200: Json<R> } };
type Id = { path: { id: string } };
type Listing<Q = object> = {
  query: { q?: string; page?: number; size?: number; sort?: string; order?: "asc" | "desc" } & Q;
};
type Change<B> = Op<unknown, Id & { body: B }>;

export interface paths extends AdminPaths {
  "/api/session": {
    get: Op<m.Session>;
    post: Op<m.Session, { body: { email: string; password: string } }>;
    delete: Op<never>;
  };
  "/api/setup": { post: Op<m.Session, { body: m.SetupRequest }> };
  "/api/me": {
    patch: Op<m.Me, { body: { name?: string; language?: string; theme?: m.Theme } }>;
  };
  "/api/me/sessions": { get: Op<m.Page<m.SignedInBrowser>> };
  "/api/me/sessions/{id}": { delete: Op<never, Id> };
  "/api/password": { post: Op<never, { body: { current: string; new: string } }> };
  "/api/password/forgot": { post: Op<never, { body: { email: string } }> };
  "/api/password/reset": { post: Op<never, { body: { token: string; password: string } }> };
  "/api/invitations/{token}": {
    get: Op<m.Invitation, { path: { token: string } }>;
    post: Op<m.Session, { path: { token: string }; body: { name: string; password: string } }>;
  };

  "/api/floor/state": { post: Op<unknown, { body: { state: m.AgentState; reason: string } }> };
  "/api/floor/offers/{id}/accept": { post: Op<unknown, Id> };
  "/api/floor/offers/{id}/decline": { post: Change<{ reason: string }> };
  "/api/floor/contacts/{id}/transfer": {
    post: Change<{ queue: string; target: string | null; note: string }>;
  };
  "/api/floor/contacts/{id}/consult": { post: Change<{ agent: string; question: string }> };
  "/api/floor/contacts/{id}/consult/end": { post: Op<unknown, Id> };
  "/api/floor/contacts/{id}/consult/complete": { post: Op<unknown, Id> };
  "/api/floor/contacts/{id}/requeue": { post: Change<{ reason: string }> };
  "/api/floor/contacts/{id}/end": { post: Op<unknown, Id> };
  "/api/floor/contacts/{id}/close": { post: Change<{ code: string }> };
  "/api/floor/contacts/{id}/extend": { post: Op<unknown, Id> };
  "/api/floor/contacts/{id}/join": { post: Change<{ mode: m.Visit["mode"] }> };
  "/api/floor/contacts/{id}/leave": { post: Op<unknown, Id> };
  "/api/floor/targets": { get: Op<m.Targets> };

  "/api/conversations": {
    get: Op<
      m.Page<m.ConversationRow>,
      Listing<{
        queue?: string;
        agent?: string;
        state?: string;
        customer?: string;
        from?: number;
        to?: number;
        code?: string;
        csat?: number;
      }>
    >;
  };
  "/api/conversations/{id}": { get: Op<m.Conversation, Id> };
  "/api/conversations/{id}/messages": {
    get: Op<
      { items: m.Message[]; more: boolean },
      Id & { query: { before?: number; after?: number; limit?: number } }
    >;
    post: Op<m.Message, Id & { body: m.MessageDraft }>;
  };
  "/api/conversations/{id}/seen": { post: Change<{ seq: number }> };
  "/api/conversations/{id}/visits": { get: Op<m.Visit[], Id> };
  "/api/contacts/{id}": { get: Op<m.Contact, Id> };
  "/api/contacts/{id}/events": { get: Op<m.ContactEvent[], Id> };
  "/api/contacts/{id}/explain": { get: Op<m.Explained, Id> };
  "/api/contacts/{id}/recap": { put: Change<m.Recap & { note: string }> };

  "/api/customers": { get: Op<m.Page<m.Customer>, Listing> };
  "/api/customers/{id}": {
    get: Op<m.Customer, Id>;
    patch: Op<m.Customer, Id & { body: m.CustomerPatch }>;
  };

  "/api/insight/me": { get: Op<m.AgentFigures, { query: { from?: number; to?: number } }> };
}
