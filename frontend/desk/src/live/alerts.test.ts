import { expect, it } from "vitest";
import { alertsOf } from "./alerts";
import type { AgentEntity, OfferEntity, ServerFrame } from "./protocol";
import { INITIAL, reduce, type LiveState } from "./reducer";

const ADA: AgentEntity = {
  id: "ada",
  name: "Ada",
  teams: [],
  state: "on_queue",
  reason: "",
  forced_by: "",
  since_at: 1_000,
  connected: true,
  capacity: { chat: 3 },
  used: {},
  queues: [],
  skills: [],
  contacts: [],
  misses: 0,
  recover_until_at: null,
  rest_until_at: null,
  wish: null,
};

const SNAPSHOT: ServerFrame = {
  t: "snapshot",
  n: 1,
  epoch: "e",
  now_at: 1_000,
  entities: { agent: { ada: ADA } },
};

function after(state: LiveState, frame: ServerFrame): LiveState {
  return reduce(state, { t: "frame", frame, now: 1_000 });
}

function changed(part: Partial<AgentEntity>): ServerFrame {
  return { t: "patch", n: 2, put: [["agent", "ada", { ...ADA, ...part }]], del: [] };
}

it("tells whose state was set by somebody else who it was, and why", () => {
  const before = after(INITIAL, SNAPSHOT);
  const frame = changed({ state: "training", reason: "Prices", forced_by: "Sam", since_at: 2_000 });
  const [alert, ...more] = alertsOf(frame, before, after(before, frame), "ada");
  expect(more).toEqual([]);
  expect(alert).toMatchObject({
    code: "forced",
    params: { who: "Sam", state: "training", reason: "Prices" },
  });
});

it("tells nobody of a state of their own, nor of the same one again", () => {
  const before = after(INITIAL, SNAPSHOT);
  const own = changed({ state: "break", since_at: 2_000 });
  expect(alertsOf(own, before, after(before, own), "ada")).toEqual([]);
  const forced = after(before, changed({ state: "training", forced_by: "Sam", since_at: 2_000 }));
  const load = changed({ state: "training", forced_by: "Sam", since_at: 2_000, misses: 1 });
  expect(alertsOf(load, forced, after(forced, load), "ada")).toEqual([]);
});

it("tells who comes back that they are off, because the connection was gone", () => {
  const before = after(INITIAL, SNAPSHOT);
  const gone = { state: "off", reason: "connection lost", since_at: 2_000 } as const;
  const again: ServerFrame = {
    ...SNAPSHOT,
    n: 9,
    entities: { agent: { ada: { ...ADA, ...gone } } },
  };
  const alerts = alertsOf(again, before, after(before, again), "ada");
  expect(alerts.map((alert) => alert.code)).toEqual(["lost"]);
});

const OFFER: OfferEntity = {
  id: "o1",
  contact: "c1",
  agent: "ada",
  kind: "contact",
  made_at: 1_000,
  expires_at: 21_000,
  why: { queue: "q", waited_ms: 0, rule: "only", candidates: [] } as never,
};

function offered(): LiveState {
  const contact = { id: "c1", customer_name: "Walter", agent: null, state: "offered" };
  const put: [string, string, unknown][] = [
    ["offer", "o1", OFFER],
    ["contact", "c1", contact],
  ];
  return after(after(INITIAL, SNAPSHOT), { t: "patch", n: 2, put: put, del: [] });
}

function ranOut(part: Partial<AgentEntity>): ServerFrame {
  return { ...(changed(part) as object), n: 3, del: [["offer", "o1"]] } as never;
}

it("tells who did not answer in time whom they missed", () => {
  const before = offered();
  const frame = ranOut({ misses: 1 });
  expect(alertsOf(frame, before, after(before, frame), "ada")).toEqual([
    {
      id: "missed:o1",
      code: "missed",
      params: { who: "Walter" },
      conversation: null,
      tone: "warn",
    },
  ]);
});

it("tells of no miss where one declined, nor twice where one was set aside for it", () => {
  const before = offered();
  const declined = ranOut({ misses: 0 });
  expect(alertsOf(declined, before, after(before, declined), "ada")).toEqual([]);
  const aside = ranOut({ misses: 2, state: "set_aside", since_at: 5_000 });
  const alerts = alertsOf(aside, before, after(before, aside), "ada");
  expect(alerts.map((alert) => alert.code)).toEqual(["set_aside"]);
});
