import { describe, expect, it } from "vitest";
import type { Reply } from "@onqueue/api/models";
import { fillCanned, findCanned, slashBefore, unfilled } from "./canned";

function reply(shortcut: string, part: Partial<Reply> = {}): Reply {
  return {
    id: shortcut,
    shortcut,
    title: `Title of ${shortcut}`,
    text: "Text",
    language: "en",
    queue_ids: [],
    personal: false,
    archived: false,
    version: 1,
    changed_at: 0,
    changed_by: "Ada",
    ...part,
  };
}

const WHERE = { queue: "billing", language: "en" };
const CONTEXT = {
  customer: "Olive Santos",
  agent: "Amira Haddad",
  queue: "Billing",
  centre: "Velo & Co",
};

describe("slashBefore", () => {
  it("finds the word at the caret, at the start or after a blank", () => {
    expect(slashBefore("/he", 3)).toEqual({ from: 0, word: "he" });
    expect(slashBefore("Hello /ref", 10)).toEqual({ from: 6, word: "ref" });
    expect(slashBefore("and/or", 6)).toBeNull();
    expect(slashBefore("/he there", 9)).toBeNull();
  });
});

describe("findCanned", () => {
  it("puts the exact shortcut first, then what begins so, then titles", () => {
    const replies = [reply("other", { title: "About refunds" }), reply("refunds"), reply("refund")];
    expect(findCanned(replies, "refund", WHERE).map((one) => one.id)).toEqual([
      "refund",
      "refunds",
      "other",
    ]);
  });

  it("offers only what this queue has, the customer's language first", () => {
    const replies = [
      reply("a-de", { language: "de" }),
      reply("b-en"),
      reply("elsewhere", { queue_ids: ["orders"] }),
    ];
    expect(findCanned(replies, "", WHERE).map((one) => one.id)).toEqual(["b-en", "a-de"]);
  });
});

describe("fillCanned", () => {
  it("fills what is known and leaves what is not", () => {
    expect(fillCanned("Hi {customer.first_name}, {agent.name} of {centre.name}", CONTEXT)).toBe(
      "Hi Olive, Amira Haddad of Velo & Co",
    );
    const unknown = fillCanned("See {order.number}", CONTEXT);
    expect(unknown).toBe("See {order.number}");
    expect(unfilled(unknown)).toBe("{order.number}");
    expect(unfilled("a {smile}")).toBeNull();
  });

  it("does not fill what a value brought along", () => {
    const odd = { ...CONTEXT, customer: "{agent.name}" };
    expect(fillCanned("Hi {customer.name}", odd)).toBe("Hi {agent.name}");
  });
});
