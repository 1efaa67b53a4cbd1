import { describe, expect, it } from "vitest";
import type { AgentEntity, ContactEntity, QueueEntity } from "../../live/protocol";
import { agentsSeen, contactsSeen, countByState, isFree, load, NO_FILTER, totalsOf } from "./floor";

const agent = (id: string, part: Partial<AgentEntity> = {}): AgentEntity => ({
  id,
  name: id,
  teams: [],
  state: "on_queue",
  reason: "",
  forced_by: "",
  since_at: 0,
  connected: true,
  capacity: { chat: 2, voice: 1 },
  used: {},
  queues: ["q1"],
  skills: [],
  contacts: [],
  misses: 0,
  recover_until_at: null,
  rest_until_at: null,
  wish: null,
  ...part,
});
const contact = (id: string, part: Partial<ContactEntity>): ContactEntity =>
  ({ id, state: "waiting", queue: "q1", priority: 0, waiting_since_at: 0, arrived_at: 0, answered_at: null, agent: null, consult: null, ...part }) as ContactEntity; // prettier-ignore

describe("load", () => {
  it("counts the capacity of what is in use", () => {
    expect(load(agent("a", { used: { chat: 1 } }))).toEqual({ used: 1, capacity: 2 });
    expect(load(agent("a"))).toEqual({ used: 0, capacity: 2 });
    expect(load(agent("a", { used: { chat: 1, voice: 1 } }))).toEqual({ used: 2, capacity: 3 });
  });

  it("is free who is on queue, there, and has room", () => {
    expect(isFree(agent("a", { used: { chat: 1 } }))).toBe(true);
    expect(isFree(agent("a", { used: { chat: 2 } }))).toBe(false);
    expect(isFree(agent("a", { connected: false }))).toBe(false);
    expect(isFree(agent("a", { state: "break" }))).toBe(false);
  });
});

it("filters agents, and puts who needs help first", () => {
  const all = [
    agent("zoe"),
    agent("bob", { state: "off" }),
    agent("eve", { state: "set_aside", queues: ["q2"] }),
    agent("ada", { teams: ["t1"] }),
  ];
  expect(agentsSeen(all, NO_FILTER).map(({ id }) => id)).toEqual(["eve", "ada", "zoe", "bob"]);
  expect(agentsSeen(all, { ...NO_FILTER, queue: "q2" }).map(({ id }) => id)).toEqual(["eve"]);
  expect(agentsSeen(all, { ...NO_FILTER, team: "t1" }).map(({ id }) => id)).toEqual(["ada"]);
  expect(countByState(all)).toEqual([["set_aside", 1], ["on_queue", 2], ["off", 1]]); // prettier-ignore
});

it("lists the contacts behind a number, in the order of their line", () => {
  const all = [
    contact("late", { waiting_since_at: 30 }),
    contact("early", { waiting_since_at: 10, state: "offered" }),
    contact("urgent", { waiting_since_at: 20, priority: 5 }),
    contact("active", { state: "active", agent: "ada", answered_at: 5 }),
    contact("helped", {
      state: "active",
      agent: "bob",
      consult: { agent: "ada", state: "joined", question: "" },
    }),
    contact("tomorrow", { state: "scheduled" }),
  ];
  const ids = (asked: Parameters<typeof contactsSeen>[1]) =>
    contactsSeen(all, asked).map(({ id }) => id);
  expect(ids({ group: "waiting" })).toEqual(["urgent", "early", "late"]);
  expect(ids({ group: "all", agent: "ada" })).toEqual(["helped", "active"]);
  expect(ids({ group: "all", queue: "q2" })).toEqual([]);
});

it("adds the floor up", () => {
  const queue = (part: Partial<QueueEntity>) =>
    ({ waiting: 0, active: 0, wrap_up: 0, oldest_at: null, ...part }) as QueueEntity;
  const queues = [
    queue({ waiting: 2, oldest_at: 50, active: 1 }),
    queue({ waiting: 1, oldest_at: 20 }),
    queue({ oldest_at: 5 }),
  ];
  const agents = [
    agent("a"),
    agent("b", { used: { chat: 2 } }),
    agent("c", { state: "break" }),
    agent("d", { state: "off" }),
  ];
  expect(totalsOf(queues, agents)).toEqual({
    waiting: 3, oldest_at: 20, active: 1, wrap_up: 0, free: 1, busy: 1, away: 1,
  }); // prettier-ignore
});
