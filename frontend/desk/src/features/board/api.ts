/** What a supervisor may ask of the floor. Agents and, where it matters, customers see it. */
import { api, getCsrf, unwrap } from "@onqueue/api/client";
import type { ChosenState, Closure, TakeOver, Visit } from "@onqueue/api/models";

const of = (contact: string) => ({ params: { path: { contact } } }) as const;

export const steer = {
  join: (contact: string, mode: Visit["mode"]) =>
    api.POST("/api/floor/contacts/{contact}/join", { ...of(contact), body: { mode } }),
  leave: (contact: string) => api.POST("/api/floor/contacts/{contact}/leave", of(contact)),
  /** The page is going away and waits for nothing. */
  leaveAtOnce: (contact: string): void => {
    void fetch(`/api/floor/contacts/${encodeURIComponent(contact)}/leave`, {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      headers: { "X-CSRF": getCsrf() ?? "" },
    });
  },
  takeOver: (contact: string, body: TakeOver) =>
    api.POST("/api/floor/contacts/{contact}/take-over", { ...of(contact), body }),
  prioritise: (contact: string, priority: number, reason: string) =>
    api.POST("/api/floor/contacts/{contact}/priority", {
      ...of(contact),
      body: { priority, reason },
    }),
  end: (contact: string) => api.POST("/api/floor/contacts/{contact}/end", of(contact)),
  force: (agent: string, state: ChosenState, reason: string) =>
    api.POST("/api/floor/agents/{agent}/state", {
      params: { path: { agent } },
      body: { state, reason },
    }),
  grantBreak: (agent: string, reason: string) =>
    api.POST("/api/floor/agents/{agent}/break/grant", {
      params: { path: { agent } },
      body: { reason },
    }),
  refuseBreak: (agent: string, reason: string) =>
    api.POST("/api/floor/agents/{agent}/break/refuse", {
      params: { path: { agent } },
      body: { reason },
    }),
};

const at = (queue: string) => ({ params: { path: { queue } } }) as const;

export const closing = {
  close: (queue: string, reason: string): Promise<Closure> =>
    unwrap(api.PUT("/api/queues/{queue}/closure", { ...at(queue), body: { reason } })),
  reopen: (queue: string) => api.DELETE("/api/queues/{queue}/closure", at(queue)),
};
