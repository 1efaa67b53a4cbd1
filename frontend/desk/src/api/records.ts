/** Everything an administrator can make, change and archive, each in the same five moves. */
import { api, unwrap } from "@onqueue/api/client";
import type {
  Archivable,
  Code,
  CodeDraft,
  Configured,
  Flow,
  FlowDraft,
  Gate,
  GateDraft,
  Hours,
  HoursDraft,
  Page,
  Patch,
  PhoneNumber,
  PhoneNumberDraft,
  Queue,
  QueueDraft,
  Reason,
  ReasonDraft,
  Reply,
  ReplyDraft,
  Skill,
  SkillDraft,
  Widget,
  WidgetDraft,
} from "@onqueue/api/models";

export type RecordKind =
  | "skills"
  | "gates"
  | "flows"
  | "queues"
  | "hours"
  | "wrap-up-codes"
  | "state-reasons"
  | "canned-replies"
  | "chat-widgets"
  | "phone-numbers";

export interface Records<R extends Configured, D> {
  kind: RecordKind;
  csv: string;
  list: (query: Archivable & Record<string, unknown>) => Promise<Page<R>>;
  read: (id: string) => Promise<R>;
  create: (draft: D) => Promise<R>;
  change: (id: string, patch: Patch<D>) => Promise<R>;
}

export const skills: Records<Skill, SkillDraft> = {
  kind: "skills",
  csv: "/api/skills.csv",
  list: (query) => unwrap(api.GET("/api/skills", { params: { query } })),
  read: (skill) => unwrap(api.GET("/api/skills/{skill}", { params: { path: { skill } } })),
  create: (body) => unwrap(api.POST("/api/skills", { body })),
  change: (skill, body) =>
    unwrap(api.PATCH("/api/skills/{skill}", { params: { path: { skill } }, body })),
};

export const gates: Records<Gate, GateDraft> = {
  kind: "gates",
  csv: "/api/gates.csv",
  list: (query) => unwrap(api.GET("/api/gates", { params: { query } })),
  read: (gate) => unwrap(api.GET("/api/gates/{gate}", { params: { path: { gate } } })),
  create: (body) => unwrap(api.POST("/api/gates", { body })),
  change: (gate, body) =>
    unwrap(api.PATCH("/api/gates/{gate}", { params: { path: { gate } }, body })),
};

export const flows: Records<Flow, FlowDraft> = {
  kind: "flows",
  csv: "/api/flows.csv",
  list: (query) => unwrap(api.GET("/api/flows", { params: { query } })),
  read: (flow) => unwrap(api.GET("/api/flows/{flow}", { params: { path: { flow } } })),
  create: (body) => unwrap(api.POST("/api/flows", { body })),
  change: (flow, body) =>
    unwrap(api.PATCH("/api/flows/{flow}", { params: { path: { flow } }, body })),
};

export const numbers: Records<PhoneNumber, PhoneNumberDraft> = {
  kind: "phone-numbers",
  csv: "/api/phone-numbers.csv",
  list: (query) => unwrap(api.GET("/api/phone-numbers", { params: { query } })),
  read: (number) =>
    unwrap(api.GET("/api/phone-numbers/{number}", { params: { path: { number } } })),
  create: (body) => unwrap(api.POST("/api/phone-numbers", { body })),
  change: (number, body) =>
    unwrap(api.PATCH("/api/phone-numbers/{number}", { params: { path: { number } }, body })),
};

export const queues: Records<Queue, QueueDraft> = {
  kind: "queues",
  csv: "/api/queues.csv",
  list: (query) => unwrap(api.GET("/api/queues", { params: { query } })),
  read: (queue) => unwrap(api.GET("/api/queues/{queue}", { params: { path: { queue } } })),
  create: (body) => unwrap(api.POST("/api/queues", { body })),
  change: (queue, body) =>
    unwrap(api.PATCH("/api/queues/{queue}", { params: { path: { queue } }, body })),
};

export const hours: Records<Hours, HoursDraft> = {
  kind: "hours",
  csv: "/api/hours.csv",
  list: (query) => unwrap(api.GET("/api/hours", { params: { query } })),
  read: (id) => unwrap(api.GET("/api/hours/{hours}", { params: { path: { hours: id } } })),
  create: (body) => unwrap(api.POST("/api/hours", { body })),
  change: (id, body) =>
    unwrap(api.PATCH("/api/hours/{hours}", { params: { path: { hours: id } }, body })),
};

export const codes: Records<Code, CodeDraft> = {
  kind: "wrap-up-codes",
  csv: "/api/wrap-up-codes.csv",
  list: (query) => unwrap(api.GET("/api/wrap-up-codes", { params: { query } })),
  read: (code) => unwrap(api.GET("/api/wrap-up-codes/{code}", { params: { path: { code } } })),
  create: (body) => unwrap(api.POST("/api/wrap-up-codes", { body })),
  change: (code, body) =>
    unwrap(api.PATCH("/api/wrap-up-codes/{code}", { params: { path: { code } }, body })),
};

export const reasons: Records<Reason, ReasonDraft> = {
  kind: "state-reasons",
  csv: "/api/state-reasons.csv",
  list: (query) => unwrap(api.GET("/api/state-reasons", { params: { query } })),
  read: (reason) =>
    unwrap(api.GET("/api/state-reasons/{reason}", { params: { path: { reason } } })),
  create: (body) => unwrap(api.POST("/api/state-reasons", { body })),
  // A reason stays with its state, because history was counted by it.
  change: (reason, { version, name, archived }) =>
    unwrap(
      api.PATCH("/api/state-reasons/{reason}", {
        params: { path: { reason } },
        body: {
          version,
          ...(name === undefined ? {} : { name }),
          ...(archived === undefined ? {} : { archived }),
        },
      }),
    ),
};

export const replies: Records<Reply, ReplyDraft> = {
  kind: "canned-replies",
  csv: "/api/canned-replies.csv",
  list: (query) => unwrap(api.GET("/api/canned-replies", { params: { query } })),
  // There is no address for one reply; the list is short enough to be looked through.
  read: async (id) => {
    const query = { size: 200, archived: "any" } as const;
    const page = await unwrap(api.GET("/api/canned-replies", { params: { query } }));
    const found = page.items.find((reply) => reply.id === id);
    if (found === undefined) throw new Error("reply is gone");
    return found;
  },
  create: (body) => unwrap(api.POST("/api/canned-replies", { body })),
  change: (reply, body) =>
    unwrap(api.PATCH("/api/canned-replies/{reply}", { params: { path: { reply } }, body })),
};

export const widgets: Records<Widget, WidgetDraft> = {
  kind: "chat-widgets",
  csv: "/api/chat-widgets.csv",
  list: (query) => unwrap(api.GET("/api/chat-widgets", { params: { query } })),
  read: (widget) => unwrap(api.GET("/api/chat-widgets/{widget}", { params: { path: { widget } } })),
  create: (body) => unwrap(api.POST("/api/chat-widgets", { body })),
  change: (widget, body) =>
    unwrap(api.PATCH("/api/chat-widgets/{widget}", { params: { path: { widget } }, body })),
};
