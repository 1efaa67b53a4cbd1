// Rules of routing: an administrator publishes a ring and a diversion, and a contact follows them.

import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { ADMINISTRATOR, AGENT, Staff } from "../support/staff";

test("a ring and a diversion are published, and a contact follows them", async ({
  people,
  server,
}) => {
  const staff = await Staff.signIn(server, ADMINISTRATOR);
  const queues = await staff.list("/queues");
  const home = queues.find((one) => one.name === "Orders & delivery");
  if (home === undefined) throw new Error("the demo has a queue for orders");
  const { page } = await people.desk(ADMINISTRATOR, `/admin/routing/${home.id}`);
  // Others may have published rules of this queue before.
  let before = 0;

  await test.step("a draft with a ring and a diversion", async () => {
    const state = page.getByText(/^Version \d+ is in force\./);
    await expect(state).toBeVisible();
    before = Number(/\d+/.exec(await state.innerText())?.[0]);
    await page.getByRole("button", { name: "Add a ring" }).click();
    await page.getByLabel("Raises the priority by").fill("2");
    await expect(page.getByText("After 30 s: the priority rises by 2.")).toBeVisible();
    await page.getByRole("button", { name: "Add a way" }).click();
    await page.getByRole("button", { name: "Add a way" }).click();
    const first = page.getByRole("listitem", { name: "Way 1" });
    await first.getByRole("combobox", { name: "When" }).selectOption("closed");
    await first.getByRole("combobox", { name: "Then" }).selectOption("queue");
    await page.getByRole("button", { name: "Save draft" }).click();
    await expect(first.getByText("say where to")).toBeVisible();
    await page.getByRole("button", { name: "Remove Way 1" }).click();
    await page
      .getByRole("listitem", { name: "Way 1" })
      .getByLabel("After", { exact: true })
      .fill("2");
    await page
      .getByRole("listitem", { name: "Way 1" })
      .getByRole("combobox", { name: "After: Unit" })
      .selectOption("s");
    await page.getByRole("button", { name: "Save draft" }).click();
    await expect(page.getByText("This is a draft by", { exact: false })).toBeVisible();
    const found = await axe(page).analyze();
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
  });

  await test.step("it counts once it is published with a reason", async () => {
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish this draft?" });
    await dialog.getByLabel("Why?").fill("Nobody should wait in vain");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText(`Version ${before + 1} · in force`)).toBeVisible();
    await expect(page.getByText("Nobody should wait in vain")).toBeVisible();
  });

  await test.step("who waits too long is asked for a message, and loses nothing", async () => {
    const customer = await people.customer("Rita Routed");
    await customer.openChat();
    await customer.chat.getByLabel("Your name").fill("Rita Routed");
    await customer.chat.getByLabel("What is it about?").selectOption("Order or delivery");
    await customer.chat.getByLabel(/^Your message/).fill("Where is my bike?");
    await customer.chat.getByRole("button", { name: "Start chat" }).click();
    await expect(customer.chat.getByText("Nobody can be with you soon")).toBeVisible();
    await customer.chat.getByLabel(/^Your message/).fill("Please write to me.");
    await customer.chat.getByRole("button", { name: "Send message" }).click();
    await expect(customer.chat.getByText("We have received your message.")).toBeVisible();
    const agent = await people.agent(AGENT);
    await agent.accept("Rita Routed");
    await expect(agent.heard("Rita Routed", "Please write to me.")).toBeVisible();
    // Nothing is left behind for whoever works in this centre next.
    await customer.end();
    await agent.finish("Rita Routed", "Delivery traced");
  });

  await test.step("the rules of before are brought back", async () => {
    await page.getByRole("button", { name: "Bring back the usual rules" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why?").fill("The test is over");
    await dialog.getByRole("button", { name: "Bring back" }).click();
    await expect(page.getByText(`Version ${before + 2} · in force`)).toBeVisible();
  });
});
