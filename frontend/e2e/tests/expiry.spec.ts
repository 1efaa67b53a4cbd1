// An offer that nobody takes: it goes to the next, and who misses twice is set aside.

import { Desk } from "../support/desk";
import { ADMINISTRATOR, Staff } from "../support/staff";
import { at, expect, test } from "../support/journey";
import type { Server } from "../support/server";

/** Long enough to be seen and taken on a slow machine. */
const TTL_S = 10;
const SLOW_MS = 60_000;

/** Offers of one queue that last as long as they may be short. */
async function hurry(server: Server, queue: string, seconds: number): Promise<void> {
  const administrator = await Staff.signIn(server, ADMINISTRATOR);
  const found = (await administrator.list("/queues")).find(({ name }) => name === queue);
  if (found === undefined) throw new Error(`no queue ${queue}`);
  await administrator.call("PATCH", `/queues/${found.id}`, {
    version: found.version,
    offer_ttl_s: seconds,
  });
}

test("a missed offer goes on, and two misses set an agent aside", async ({ people, server }) => {
  const lucia = await people.agent(at("lucia"));
  const mateusz = await people.agent(at("mateusz"));
  await hurry(server, "Billing", TTL_S);
  const first = await people.customer("Mia Missed");
  // Lucía has been free for longer.
  await Promise.all([
    first.begin("Invoice or refund", "I paid twice."),
    expect(lucia.offer("Mia Missed")).toBeVisible({ timeout: SLOW_MS }),
  ]);

  // Lucía lets it expire: it comes to Mateusz, and the customer has kept the place.
  await expect(mateusz.offer("Mia Missed")).toBeVisible();
  await mateusz.accept("Mia Missed");
  await expect(lucia.offer("Mia Missed")).toBeHidden();
  await expect(first.chat.getByText("Mateusz is here for you.")).toBeVisible();
  await first.end();
  await mateusz.finish("Mia Missed", "Refund made");
  await mateusz.page.keyboard.press("Alt+s");
  await mateusz.page.getByRole("menuitem", { name: /Team meeting/ }).click();
  await expect(mateusz.state("Meeting")).toBeVisible();

  const second = await people.customer("Mona Missed");
  await Promise.all([
    second.begin("Invoice or refund", "And I paid again."),
    expect(lucia.offer("Mona Missed")).toBeVisible({ timeout: SLOW_MS }),
  ]);
  await expect(lucia.state("Set aside")).toBeVisible();
  const notice = lucia.page.getByRole("region", { name: "Set aside" });
  await expect(notice).toContainText("You missed 2 offers in a row");
  await expect(second.chat.getByText("You are next in line")).toBeVisible();

  await hurry(server, "Billing", 300);
  await notice.getByRole("button", { name: "I am back" }).click();
  await expect(lucia.state("On queue")).toBeVisible();
  await lucia.accept("Mona Missed");
  await expect(second.chat.getByText("Lucía is here for you.")).toBeVisible();
  await second.end();
});

test("a desk whose clock is an hour ahead counts by the server's", async ({ people, server }) => {
  const context = await people.context();
  await context.clock.install({ time: Date.now() + 3_600_000 });
  const nora = await Desk.open(context, server.address, at("nora"));
  await nora.goOnQueue();
  await expect(nora.state("On queue").getByRole("timer")).toHaveText(/^0?0:\d\d$/);
  await nora.page.keyboard.press("Alt+s");
  await nora.page.getByRole("menuitem", { name: "Off", exact: true }).click();
  await expect(nora.state("Off")).toBeVisible();
});

test("an offer's buttons say what they do in German too", async ({ people }) => {
  const agent = await people.agent(at("imani"));
  await agent.page.getByRole("button", { name: /^Account of/ }).click();
  await agent.page.getByRole("menuitem", { name: "Deutsch" }).click();
  const customer = await people.customer("Nina Neu");
  await customer.begin("Help with a bike", "The belt squeaks.");
  for (const name of [/^Annehmen/, /^Ablehnen/]) {
    const words = agent.page.getByRole("button", { name }).locator(".mantine-Button-label");
    await expect(words).toBeVisible();
    expect(await words.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
  }
  await customer.end();
  // The next journey's Imani reads English again, and is asked about nobody of ours.
  await agent.page.getByRole("button", { name: /^Konto von/ }).click();
  await agent.page.getByRole("menuitem", { name: "English" }).click();
  await expect(agent.page.getByRole("button", { name: /^Account of/ })).toBeVisible();
});
