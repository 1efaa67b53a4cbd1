import { expect, it } from "vitest";
import { alertsOf } from "./alerts";
import type { AgentEntity, ServerFrame } from "./protocol";
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
