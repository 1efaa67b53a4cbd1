// A flow is drawn, tried and published; a customer goes through one.

import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import type { Server } from "../support/server";
import { ADMINISTRATOR, AGENT, Staff } from "../support/staff";

/** Let every chat begin with a menu of two queues; gives back how that is undone. */
async function leadChats(server: Server): Promise<() => Promise<unknown>> {
  const staff = await Staff.signIn(server, ADMINISTRATOR);
  const queues = await staff.list("/queues");
  const queue = (name: string): string => queues.find((one) => one.name === name)?.id ?? "";
  const label = (en: string, de: string): object => ({ en, de });
  const flow = await staff.call<{ id: string }>("POST", "/flows", { name: "Front door" });
  const graph = {
    begin: "what",
    nodes: [
      {
        kind: "menu",
        id: "what",
        text: label("Is it about an order, or a bill?", "Geht es um Bestellung oder Rechnung?"),
        choices: [
          { value: "order", label: label("An order", "Bestellung"), words: [] },
          { value: "bill", label: label("A bill", "Rechnung"), words: ["invoice"] },
        ],
        tries: 1,
        next: { order: "to_orders", bill: "to_billing", unknown: "to_orders" },
      },
      { kind: "queue", id: "to_orders", queue: queue("Orders & delivery") },
      { kind: "queue", id: "to_billing", queue: queue("Billing") },
    ],
  };
  await staff.call("PUT", `/flows/${flow.id}/draft`, { revision: 0, graph });
  await staff.call("POST", `/flows/${flow.id}/publish`, { revision: 1, note: "Ask first" });
  const widgets = (await staff.list("/chat-widgets")).map((one) => one.id);
  await staff.call("PUT", `/flows/${flow.id}/entries`, { widgets });
  return () => staff.call("PUT", `/flows/${flow.id}/entries`, { widgets: [] });
}

test("an administrator draws a flow, tries it and publishes it", async ({ people }) => {
  const { page } = await people.desk(ADMINISTRATOR, "/admin/flows");

  await test.step("a flow is made", async () => {
    await page.getByRole("button", { name: "New flow" }).first().click();
    const drawer = page.getByRole("dialog", { name: "New flow" });
    await drawer.getByRole("textbox", { name: /^Name/ }).fill("Welcome");
    await drawer.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Welcome" }).click();
    await page.getByRole("button", { name: "Open the drawing" }).click();
    await expect(page.getByText("Nothing is drawn yet")).toBeVisible();
  });

  await test.step("what is wrong is said at its node", async () => {
    await page.getByRole("button", { name: "Add a node" }).click();
    await page.getByRole("button", { name: "Save draft" }).click();
    const node = page.getByRole("listitem", { name: /^say_1/ });
    await expect(node.getByText("it needs a text")).toBeVisible();
    await node.getByLabel("Text (en)").fill("Welcome to the shop.");
    const found = await axe(page).analyze();
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
  });

  await test.step("it ends, is tried and published", async () => {
    await page.getByRole("combobox", { name: "Kind of node" }).click();
    await page.getByRole("option", { name: "End" }).click();
    await page.getByRole("button", { name: "Add a node" }).click();
    await page.getByRole("combobox", { name: /^next leads to/ }).click();
    await page.getByRole("option", { name: "end_1" }).click();
    // The test run is of the draft that was kept.
    const kept = page.waitForResponse(
      (response) => response.request().method() === "PUT" && response.url().endsWith("/draft"),
    );
    await page.getByRole("button", { name: "Save draft" }).click();
    await kept;
    await page.getByRole("button", { name: "Begin from the start" }).click();
    await expect(
      page.getByRole("list", { name: "Test run" }).getByText("The flow is over."),
    ).toBeVisible();
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish this draft?" });
    await dialog.getByLabel("Why?").fill("First words");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText("First words")).toBeVisible();
  });
});

test("a customer is asked first, and reaches the queue they chose", async ({ people, server }) => {
  const undo = await leadChats(server);
  try {
    const customer = await people.customer("Flora Walk");
    await customer.begin("Something else", "I have a question.");
    const choices = customer.chat.getByRole("group", { name: "Choose an answer, or write one" });

    await test.step("the question is there, and stays over a reload", async () => {
      await expect(customer.heard("Is it about an order, or a bill?")).toBeVisible();
      await expect(choices.getByRole("button")).toHaveText(["An order", "A bill"]);
      const found = await axe(customer.page).analyze();
      expect(found.violations.map(({ id }) => id)).toEqual([]);
      await customer.page.reload();
      await customer.openChat();
      await expect(choices.getByRole("button", { name: "A bill" })).toBeVisible();
      await expect(customer.heard("Is it about an order, or a bill?")).toHaveCount(1);
    });

    await test.step("what the menu does not know is asked again", async () => {
      await customer.say("Neither");
      await expect(customer.heard("Is it about an order, or a bill?")).toHaveCount(2);
    });

    await test.step("a choice by key leads to its queue, and the agent reads what was said", async () => {
      await choices.getByRole("button", { name: "An order" }).press("Enter");
      await expect(choices).toBeHidden();
      await expect(customer.chat.getByText("You are next in line")).toBeVisible();
      const agent = await people.agent(AGENT);
      await expect(agent.offer("Flora Walk")).toContainText("Chat · Orders & delivery");
      await agent.accept("Flora Walk");
      await expect(agent.heard("Flora Walk", "Neither")).toBeVisible();
      await expect(agent.heard("Flora Walk", "An order")).toBeVisible();
      await customer.end();
    });
  } finally {
    await undo();
  }
});
