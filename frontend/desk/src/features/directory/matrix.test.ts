import { expect, it } from "vitest";
import type { AgentDraft } from "@onqueue/api/models";
import { levelOf, withQueue, withSkill } from "./matrix";

const ada: AgentDraft = {
  skills: [{ skill: "tax", level: 3 }],
  queues: ["billing"],
  capacity: { chat: 3 },
  exclusive: ["voice"],
  units_max: 0,
  units: {},
  reserved: {},
  interrupts: [],
  cleared: [],
};

it("gives and takes queues, once each", () => {
  expect(withQueue(ada, "sales", true).queues).toEqual(["billing", "sales"]);
  expect(withQueue(ada, "billing", true).queues).toEqual(["billing"]);
  expect(withQueue(ada, "billing", false).queues).toEqual([]);
});

it("sets levels in their place, and takes a skill away at nought", () => {
  expect(withSkill(ada, "tax", 7).skills).toEqual([{ skill: "tax", level: 7 }]);
  expect(withSkill(ada, "polish", 2).skills).toEqual([
    ...ada.skills,
    { skill: "polish", level: 2 },
  ]);
  expect(withSkill(ada, "tax", 0).skills).toEqual([]);
  expect([levelOf(ada, "tax"), levelOf(ada, "polish")]).toEqual([3, 0]);
});
