// A customer clicks "Call us" and really talks to an agent: two browsers, two tones.

import type { BrowserContext } from "@playwright/test";
import { axe } from "../support/axe";
import { Customer } from "../support/customer";
import { Desk } from "../support/desk";
import { at, expect, test as base } from "../support/journey";
import { Speaker } from "../support/speakers";

const CUSTOMER_HZ = 440;
const AGENT_HZ = 700;
const COLLEAGUE_HZ = 1_000;
/** A tone of the music. */
const MUSIC_HZ = 330;

type Speaks = (hertz: number) => Promise<BrowserContext>;

const test = base.extend<{ speaker: Speaks; speakers: Map<BrowserContext, Speaker> }>({
  // Playwright reads the names of what is needed from here.
  // eslint-disable-next-line no-empty-pattern
  speakers: async ({}, use) => {
    const speakers = new Map<BrowserContext, Speaker>();
    await use(speakers);
    for (const speaker of speakers.values()) await speaker.die();
  },
  speaker: async ({ speakers, launchOptions }, use) => {
    await use(async (hertz) => {
      const speaker = await Speaker.at(hertz, launchOptions);
      speakers.set(speaker.context, speaker);
      return speaker.context;
    });
  },
});

/** An agent with a microphone that was checked, on queue. */
async function agentWith(context: BrowserContext, address: string, who = "agent"): Promise<Desk> {
  const desk = await Desk.open(context, address, at(who));
  await desk.page.getByRole("button", { name: "Check the microphone" }).click();
  const check = desk.page.getByRole("dialog", { name: "Check the microphone" });
  await check.getByRole("button", { name: "Allow the microphone" }).click();
  await expect(check.getByRole("meter", { name: "Microphone level" })).toBeVisible();
  await check.getByRole("button", { name: "It works" }).click();
  await desk.goOnQueue();
  return desk;
}

async function callFrom(context: BrowserContext, address: string, name: string): Promise<Customer> {
  const customer = await Customer.visit(context, address, name);
  await customer.openChat();
  await customer.chat.getByLabel("Your name").fill(name);
  await customer.chat.getByLabel("What is it about?").selectOption({ label: "Order or delivery" });
  await customer.chat.getByRole("button", { name: "Call us" }).click();
  await expect(customer.chat.getByText("We need your microphone")).toBeVisible();
  await customer.chat.getByRole("button", { name: "Allow and call" }).click();
  await expect(customer.chat.getByText(/You are in line/)).toBeVisible();
  return customer;
}

test("customer and agent talk, hold plays music, and the customer hangs up", async ({
  server,
  speaker,
}) => {
  const [theirs, ours] = [await speaker(CUSTOMER_HZ), await speaker(AGENT_HZ)];
  const desk = await agentWith(ours, server.address);
  const customer = await callFrom(theirs, server.address, "Carla Caller");
  await desk.accept("Carla Caller");
  await test.step("each hears the other, and not themselves", async () => {
    await expect(desk.page.getByText("You are in a call.")).toBeVisible();
    await Speaker.hears(customer.page, [AGENT_HZ], [CUSTOMER_HZ, MUSIC_HZ]);
    await Speaker.hears(desk.page, [CUSTOMER_HZ], [AGENT_HZ, MUSIC_HZ]);
    await expect(desk.page.getByText("Sound: good")).toBeVisible();
  });
  await test.step("muted, the agent is not heard", async () => {
    await desk.page.keyboard.press("Alt+k");
    await Speaker.hears(customer.page, [], [AGENT_HZ]);
    await desk.page.keyboard.press("Alt+k");
    await Speaker.hears(customer.page, [AGENT_HZ], []);
  });
  await test.step("on hold, the customer hears music and nobody hears anybody", async () => {
    await desk.page.getByRole("button", { name: "Hold" }).click();
    await Speaker.hears(customer.page, [MUSIC_HZ], [AGENT_HZ]);
    await Speaker.hears(desk.page, [], [CUSTOMER_HZ]);
    await desk.page.getByRole("button", { name: "Back to the customer" }).click();
    await Speaker.hears(customer.page, [AGENT_HZ], [MUSIC_HZ]);
  });
  await test.step("what is on both screens can be used by everybody", async () => {
    expect((await axe(desk.page).analyze()).violations).toEqual([]);
    expect((await axe(customer.page).analyze()).violations).toEqual([]);
  });
  await test.step("the customer hangs up, and the agent wraps up", async () => {
    await customer.chat.getByRole("button", { name: "Hang up" }).click();
    await expect(customer.chat.getByRole("button", { name: "Start a new chat" })).toBeVisible();
    await Speaker.hears(desk.page, [], [CUSTOMER_HZ]);
    await desk.finish("Carla Caller", "Delivery traced");
  });
});

test("the agent hangs up, and both are free", async ({ server, speaker }) => {
  const [theirs, ours] = [await speaker(CUSTOMER_HZ), await speaker(AGENT_HZ)];
  const desk = await agentWith(ours, server.address);
  const customer = await callFrom(theirs, server.address, "Hanna Hearer");
  await Speaker.hears(customer.page, [MUSIC_HZ], [AGENT_HZ]);
  await desk.accept("Hanna Hearer");
  await Speaker.hears(customer.page, [AGENT_HZ], [MUSIC_HZ]);
  await desk.page.getByRole("button", { name: "Hang up" }).click();
  await expect(customer.chat.getByRole("button", { name: "Start a new chat" })).toBeVisible();
  await Speaker.hears(customer.page, [], [AGENT_HZ, MUSIC_HZ]);
  await desk.finish("Hanna Hearer", "Delivery traced");
});

test("who gives up while waiting is offered to nobody any more", async ({ server, speaker }) => {
  const [theirs, ours] = [await speaker(CUSTOMER_HZ), await speaker(AGENT_HZ)];
  const desk = await agentWith(ours, server.address);
  const customer = await callFrom(theirs, server.address, "Gero Goes");
  await expect(desk.offer("Gero Goes")).toBeVisible();
  await customer.chat.getByRole("button", { name: "Hang up" }).click();
  await expect(desk.offer("Gero Goes")).toBeHidden();
});

test("an agent whose browser dies in a call gives the customer back to the line", async ({
  server,
  speaker,
  speakers,
}) => {
  const [theirs, ours] = [await speaker(CUSTOMER_HZ), await speaker(AGENT_HZ)];
  const desk = await agentWith(ours, server.address);
  const customer = await callFrom(theirs, server.address, "Dora Dropped");
  await desk.accept("Dora Dropped");
  await Speaker.hears(customer.page, [AGENT_HZ], []);
  await speakers.get(ours)?.die();
  speakers.delete(ours);
  await Speaker.hears(customer.page, [MUSIC_HZ], [AGENT_HZ]);
  await expect(customer.chat.getByText(/You are in line/)).toBeVisible();
  await customer.chat.getByRole("button", { name: "Hang up" }).click();
});

test("a colleague is asked in private, talks with both, and takes the call over", async ({
  server,
  speaker,
}) => {
  const theirs = await speaker(CUSTOMER_HZ);
  const desk = await agentWith(await speaker(AGENT_HZ), server.address);
  const colleague = await agentWith(await speaker(COLLEAGUE_HZ), server.address, "supervisor");
  const customer = await callFrom(theirs, server.address, "Paula Passed");
  await desk.accept("Paula Passed");
  await Speaker.hears(customer.page, [AGENT_HZ], [MUSIC_HZ]);

  await test.step("the agents talk alone, and the customer hears music", async () => {
    await desk.page.keyboard.press("Alt+c");
    const dialog = desk.page.getByRole("dialog", { name: "Ask a colleague" });
    await dialog.getByRole("option", { name: /Sam Supervisor/ }).click();
    await dialog.getByLabel("Your question").fill("May I give it for free?");
    await dialog.getByRole("button", { name: "Ask" }).click();
    await colleague.accept("Paula Passed");
    await Speaker.hears(desk.page, [COLLEAGUE_HZ], [CUSTOMER_HZ, MUSIC_HZ]);
    await Speaker.hears(colleague.page, [AGENT_HZ], [CUSTOMER_HZ, MUSIC_HZ]);
    await Speaker.hears(customer.page, [MUSIC_HZ], [AGENT_HZ, COLLEAGUE_HZ]);
  });
  await test.step("the customer is taken in: everybody hears both others", async () => {
    await desk.page.getByRole("button", { name: "Back to the customer" }).click();
    await Speaker.hears(customer.page, [AGENT_HZ, COLLEAGUE_HZ], [MUSIC_HZ]);
    await Speaker.hears(desk.page, [CUSTOMER_HZ, COLLEAGUE_HZ], [AGENT_HZ]);
    await Speaker.hears(colleague.page, [CUSTOMER_HZ, AGENT_HZ], [COLLEAGUE_HZ]);
  });
  await test.step("handed over, the first agent is out", async () => {
    await desk.pane("Paula Passed").getByRole("button", { name: "Hand over to them" }).click();
    await expect(desk.pane("Paula Passed")).toBeHidden();
    await Speaker.hears(customer.page, [COLLEAGUE_HZ], [AGENT_HZ]);
    await Speaker.hears(colleague.page, [CUSTOMER_HZ], [AGENT_HZ]);
    await Speaker.hears(desk.page, [], [CUSTOMER_HZ, COLLEAGUE_HZ]);
  });
  await colleague.page.getByRole("button", { name: "Hang up" }).click();
  await colleague.finish("Paula Passed", "Delivery traced");
});

test("a supervisor listens, speaks to the agent alone, then to both; the agent sees it", async ({
  server,
  speaker,
}) => {
  const theirs = await speaker(CUSTOMER_HZ);
  const desk = await agentWith(await speaker(AGENT_HZ), server.address);
  const lead = await agentWith(await speaker(COLLEAGUE_HZ), server.address, "supervisor");
  const customer = await callFrom(theirs, server.address, "Sven Supervised");
  await desk.accept("Sven Supervised");
  await Speaker.hears(customer.page, [AGENT_HZ], [MUSIC_HZ]);

  await lead.page.goto(`${server.address}/desk/board`);
  await lead.page
    .getByRole("button", { name: /Sven Supervised/ })
    .first()
    .click();
  await lead.page.getByRole("button", { name: "Listen", exact: true }).click();
  await Speaker.hears(lead.page, [CUSTOMER_HZ, AGENT_HZ], [COLLEAGUE_HZ]);
  await expect(desk.page.getByText("A supervisor is listening")).toBeVisible();
  await Speaker.hears(desk.page, [CUSTOMER_HZ], [COLLEAGUE_HZ]);
  await lead.page.getByText("Speak to the agent", { exact: true }).click();
  await Speaker.hears(desk.page, [CUSTOMER_HZ, COLLEAGUE_HZ], []);
  await Speaker.hears(customer.page, [AGENT_HZ], [COLLEAGUE_HZ]);
  await lead.page.getByText("Speak to both", { exact: true }).click();
  await Speaker.hears(customer.page, [AGENT_HZ, COLLEAGUE_HZ], []);
  await lead.page.getByRole("button", { name: "Stop listening" }).click();
  await Speaker.hears(customer.page, [AGENT_HZ], [COLLEAGUE_HZ]);
  await desk.page.getByRole("button", { name: "Hang up" }).click();
  await desk.finish("Sven Supervised", "Delivery traced");
});
