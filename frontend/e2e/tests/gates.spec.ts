// Gates, what contacts weigh, and the rules of the whole floor, in an administrator's screens.

import type { Page } from "@playwright/test";
import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { ADMINISTRATOR, AGENT, Staff } from "../support/staff";

const WHO = "Gerda Gated";
const GATE = "Briefing on recalls";

async function looksGood(page: Page): Promise<void> {
  const found = await axe(page).analyze();
  expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
}

test("who has not cleared a gate is not asked, and is once it is open", async ({
  people,
  server,
}) => {
  const staff = await Staff.signIn(server, ADMINISTRATOR);
  const home = (await staff.list("/queues")).find((one) => one.name === "Orders & delivery");
  if (home === undefined) throw new Error("the demo has a queue for orders");
  const { page } = await people.desk(ADMINISTRATOR, "/admin/gates");

  await test.step("a gate is made", async () => {
    // An empty list offers it twice.
    await page.getByRole("button", { name: "New gate" }).first().click();
    const drawer = page.getByRole("dialog", { name: "New gate" });
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(drawer).toBeVisible();
    await drawer.getByRole("textbox", { name: /^Name/ }).fill(GATE);
    await drawer.getByLabel("Description").fill("Read before you answer about recalls.");
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row", { name: new RegExp(GATE) })).toBeVisible();
    await looksGood(page);
  });

  await test.step("a queue asks for it", async () => {
    await page.goto(`${server.address}/desk/admin/routing/${home.id}`);
    await page.getByRole("combobox", { name: "Gates" }).press("ArrowDown");
    await page.getByRole("option", { name: GATE }).click();
    await page.keyboard.press("Escape");
    await page.getByLabel("At most waiting").fill("500");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish this draft?" });
    await expect(dialog).toContainText("500");
    await dialog.getByLabel("Why?").fill("A recall was announced");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByText("A recall was announced")).toBeVisible();
  });

  const agent = await people.agent(AGENT);
  const customer = await people.customer(WHO);
  await test.step("nobody has cleared it, so nobody is asked", async () => {
    await customer.openChat();
    await customer.chat.getByLabel("Your name").fill(WHO);
    await customer.chat.getByLabel("What is it about?").selectOption("Order or delivery");
    await customer.chat.getByLabel(/^Your message/).fill("Is my bike recalled?");
    await customer.chat.getByRole("button", { name: "Start chat" }).click();
    const board = await people.desk(ADMINISTRATOR, "/board");
    await expect(board.page.getByText(WHO).first()).toBeVisible();
    await expect(agent.offer(WHO)).toBeHidden();
  });

  await test.step("it is opened for one agent, whose contacts get weights", async () => {
    await page.goto(`${server.address}/desk/admin/agents`);
    await page.getByRole("button", { name: "Amira Haddad" }).click();
    const drawer = page.getByRole("dialog", { name: "Amira Haddad" });
    await drawer.getByRole("combobox", { name: "Gates that are open" }).press("ArrowDown");
    await page.getByRole("option", { name: GATE }).click();
    await page.keyboard.press("Escape");
    await drawer.getByLabel("In all").fill("12");
    await drawer.getByLabel(/^Weight of a chat contact/i).fill("4");
    await drawer.getByLabel(/^Kept for chat/i).fill("4");
    await looksGood(page);
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(drawer).toBeHidden();
    await agent.accept(WHO);
    await customer.end();
    await agent.finish(WHO, "Delivery traced");
  });

  await test.step("everything is put back", async () => {
    await page.getByRole("button", { name: "Amira Haddad" }).click();
    const drawer = page.getByRole("dialog", { name: "Amira Haddad" });
    await expect(drawer.getByLabel(/^Weight of a chat contact/i)).toHaveValue("4");
    await drawer.getByLabel("In all").fill("0");
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(drawer).toBeHidden();
    await page.goto(`${server.address}/desk/admin/routing/${home.id}`);
    await page.getByRole("button", { name: "Bring back the usual rules" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why?").fill("The recall is over");
    await dialog.getByRole("button", { name: "Bring back" }).click();
    await expect(page.getByText("The recall is over")).toBeVisible();
  });
});

test("the rules of the whole floor are drafted, published and brought back", async ({ people }) => {
  const { page } = await people.desk(ADMINISTRATOR, "/admin/queues");
  await page.getByRole("button", { name: "Rules of the whole floor" }).click();
  // Others may have published rules of the floor before.
  const state = page.getByText(/^Version \d+ is in force\./);
  await expect(state).toBeVisible();
  const before = Number(/\d+/.exec(await state.innerText())?.[0]);
  const run = page.getByRole("textbox", { name: "Hard contacts in a row" });
  await run.fill("3");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("This is a draft by", { exact: false })).toBeVisible();
  await looksGood(page);
  await page.getByRole("button", { name: "Publish" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish this draft?" });
  await expect(dialog.getByRole("button", { name: "Publish" })).toBeDisabled();
  await dialog.getByLabel("Why?").fill("Three complaints in a row are enough");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText(`Version ${before + 1} · in force`)).toBeVisible();
  await expect(run).toHaveValue("3");
  await page.getByRole("button", { name: "Bring back the usual rules" }).click();
  const back = page.getByRole("dialog");
  await back.getByLabel("Why?").fill("The test is over");
  await back.getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByText(`Version ${before + 2} · in force`)).toBeVisible();
  await expect(run).toHaveValue("0");
});
