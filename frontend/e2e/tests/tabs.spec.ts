// The customer reloads and opens a second tab: it stays one conversation.

import { Customer } from "../support/customer";
import { at, expect, test } from "../support/journey";

test("reload and a second tab show one conversation", async ({ people, server }) => {
  const agent = await people.agent(at("ben"));
  const first = await people.customer("Rita Reload");
  await first.begin("Something else", "line 1");
  await agent.accept("Rita Reload");
  await agent.say("Rita Reload", "line 2");
  await expect(first.heard("line 2")).toBeVisible();

  await first.page.reload();
  await expect(first.chat).toBeVisible();
  await expect(first.heard("line 2")).toBeVisible();
  await first.say("line 3");

  const second = await Customer.visit(first.page.context(), server.address, "Rita Reload");
  await second.openChat();
  await expect(second.heard("line 3")).toBeVisible();
  await second.say("line 4");
  await expect(first.heard("line 4")).toBeVisible();
  await first.say("line 5");
  await agent.say("Rita Reload", "line 6");
  for (const one of [first, second]) await expect(one.heard("line 6")).toBeVisible();

  const lines = [1, 2, 3, 4, 5, 6].map((n) => `line ${n}`);
  const sides = [
    () => first.said(/^line/),
    () => second.said(/^line/),
    () => agent.said("Rita Reload", /^line/),
  ];
  for (const said of sides) await expect.poll(async () => (await said()).sort()).toEqual(lines);
  await expect(agent.page.getByRole("article")).toHaveCount(0);

  await second.end();
  await expect(first.chat.getByRole("button", { name: "Start a new chat" })).toBeVisible();
});

test("a double click and an impatient Enter send once", async ({ people }) => {
  const agent = await people.agent(at("clara"));
  const customer = await people.customer("Dora Double");
  await customer.openChat();
  await customer.chat.getByLabel("Your name").fill("Dora Double");
  await customer.chat.getByLabel("What is it about?").selectOption("Something else");
  await customer.chat.getByLabel("Your message").fill("only once");
  await customer.chat.getByRole("button", { name: "Start chat" }).dblclick();
  await expect(agent.offer("Dora Double")).toHaveCount(1);
  await agent.offer("Dora Double").getByRole("button", { name: "Accept" }).dblclick();
  await expect(agent.heard("Dora Double", "only once")).toHaveCount(1);
  await customer.input.fill("and this once");
  await customer.page.keyboard.press("Enter");
  await customer.page.keyboard.press("Enter");
  await expect(agent.heard("Dora Double", "and this once")).toHaveCount(1);
  await agent.reply("Dora Double").fill("seen once");
  await agent.page.keyboard.press("Enter");
  await agent.page.keyboard.press("Enter");
  await expect(customer.heard("seen once")).toHaveCount(1);
  expect(await agent.said("Dora Double", /once/)).toEqual([
    "only once",
    "and this once",
    "seen once",
  ]);
  await customer.end();
});
