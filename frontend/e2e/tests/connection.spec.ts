// The network goes away, or the server dies: nothing is lost, doubled or out of order.

import type { BrowserContext } from "@playwright/test";
import type { Cable } from "../support/cable";
import type { Customer } from "../support/customer";
import type { Desk } from "../support/desk";
import { People, at, expect, openCentre, test } from "../support/journey";

const OUTAGE_MS = 10_000;
/** The widget waits up to half a minute between its attempts. */
const RECOVERY = { timeout: 90_000 };
const NUMBERED = /^(?:customer|agent) \d+$/;

interface Pair {
  agent: Desk;
  customer: Customer;
}

async function talk(people: People, email: string, who: string, ends: Ends = {}): Promise<Pair> {
  const agent = await people.agent(email, ends.agent);
  const customer = await people.customer(who, ends.customer);
  await customer.begin("Help with a bike", "customer 1");
  await agent.accept(who);
  await expect(agent.heard(who, "customer 1")).toBeVisible();
  await agent.say(who, "agent 1");
  await expect(customer.heard("agent 1")).toBeVisible();
  return { agent, customer };
}

interface Ends {
  agent?: string;
  customer?: string;
}

/** Both sides show the same messages, each once. What one side wrote is in the order written. */
async function expectWhole({ agent, customer }: Pair, who: string, all: string[]): Promise<void> {
  const wanted = [...all].sort();
  await expect(async () => {
    const seen = await customer.said(NUMBERED);
    expect([...seen].sort()).toEqual(wanted);
    expect(await agent.said(who, NUMBERED)).toEqual(seen);
    for (const side of ["customer", "agent"]) {
      const own = (texts: string[]) => texts.filter((text) => text.startsWith(side));
      expect(own(seen)).toEqual(own(all));
    }
  }).toPass(RECOVERY);
}

/** The network is gone for ten seconds; sockets that were open are dead, new ones refused. */
async function outage(context: BrowserContext, cable: Cable, during: () => Promise<void>) {
  const back = new Promise((done) => setTimeout(done, OUTAGE_MS));
  await context.setOffline(true);
  cable.cut();
  await during();
  await back;
  cable.mend();
  await context.setOffline(false);
}

test("the customer's network is cut for ten seconds", async ({ people }) => {
  const cable = await people.cable();
  const pair = await talk(people, at("imani"), "Nell Cut", { customer: cable.address });
  const { agent, customer } = pair;
  await outage(customer.page.context(), cable, async () => {
    await customer.say("customer 2");
    await customer.say("customer 3");
    await agent.say("Nell Cut", "agent 2");
    await expect(customer.chat.getByText("Will be sent when you are connected")).toHaveCount(2);
    await expect(customer.chat.getByText("No connection. We keep trying")).toBeVisible();
    await agent.say("Nell Cut", "agent 3");
  });
  await expectWhole(pair, "Nell Cut", [
    "customer 1",
    "agent 1",
    "agent 2",
    "agent 3",
    "customer 2",
    "customer 3",
  ]);
  await expect(customer.chat.getByText("Will be sent when you are connected")).toHaveCount(0);
  await customer.end();
});

test("the agent's network is cut for ten seconds", async ({ people }) => {
  const cable = await people.cable();
  const pair = await talk(people, at("jonas"), "Otto Cut", { agent: cable.address });
  const { agent, customer } = pair;
  await outage(agent.page.context(), cable, async () => {
    await expect(agent.page.getByText("Connection lost, trying again")).toBeVisible();
    await agent.say("Otto Cut", "agent 2");
    await agent.say("Otto Cut", "agent 3");
    await customer.say("customer 2");
    await customer.say("customer 3");
    await expect(customer.heard("customer 3")).toBeVisible();
  });
  await expect(agent.page.getByText("Connected", { exact: true })).toBeAttached();
  await expectWhole(pair, "Otto Cut", [
    "customer 1",
    "agent 1",
    "customer 2",
    "customer 3",
    "agent 2",
    "agent 3",
  ]);
  await expect(customer.chat.getByRole("heading", { name: "Jonas" })).toBeVisible();
  await customer.end();
});

test("the server is killed in the middle of a chat", async ({ browser }) => {
  const server = await openCentre();
  const people = new People(browser, server);
  try {
    const pair = await talk(people, at("kavya"), "Kim Killed");
    const { agent, customer } = pair;
    const waiting = await people.customer("Walt Waiting");
    await waiting.begin("Help with a bike", "I wait.");
    await expect(agent.offer("Walt Waiting")).toBeVisible();

    // Some are on their way when it dies, some are written while it is dead.
    await customer.say("customer 2");
    await agent.say("Kim Killed", "agent 2");
    await server.kill();
    await customer.say("customer 3");
    await agent.say("Kim Killed", "agent 3");
    await expect(agent.page.getByText("Connection lost, trying again")).toBeVisible();
    await server.run();

    await expect(agent.page.getByText("Connected", { exact: true })).toBeAttached();
    const all = [1, 2, 3].flatMap((n) => [`customer ${n}`, `agent ${n}`]);
    await expectWhole(pair, "Kim Killed", all);

    // The floor is as it was: the same agent, the same state, the waiting customer offered.
    await expect(agent.state("On queue")).toBeVisible();
    await expect(customer.chat.getByRole("heading", { name: "Kavya" })).toBeVisible();
    await agent.accept("Walt Waiting");
    await expect(waiting.chat.getByText("Kavya is here for you.")).toBeVisible();
    await agent.say("Walt Waiting", "Thank you for waiting.");
    await expect(waiting.heard("Thank you for waiting.")).toBeVisible();
    await agent.page.keyboard.press("Alt+ArrowUp");
    await customer.say("customer 4");
    await expectWhole(pair, "Kim Killed", [...all, "customer 4"]);
    await customer.end();
    await expect(
      agent.pane("Kim Killed").getByRole("form", { name: "Finish this contact" }),
    ).toBeVisible();
  } finally {
    await people.goHome();
    await server.stop();
  }
});
