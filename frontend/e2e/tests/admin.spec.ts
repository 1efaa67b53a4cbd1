// An administrator builds a piece of the centre in screens: a person, hours, a queue, a chat.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { Customer } from "../support/customer";
import { Desk } from "../support/desk";
import { ADMINISTRATOR } from "../support/staff";
import { expect, test } from "../support/journey";
import type { Server } from "../support/server";

const EMAIL = "wilma@demo.onqueue.test";
const SECRET = "nine quiet harbours";

/** The link in the newest letter to somebody. */
async function linkInLetter(server: Server, to: string): Promise<string> {
  const folder = join(server.data, "mail");
  const names = await readdir(folder).catch(() => []);
  for (const name of names
    .filter((one) => one.endsWith(".eml"))
    .sort()
    .reverse()) {
    const letter = (await readFile(join(folder, name), "utf8")).replace(/=\r?\n/g, "");
    const link = /https?:\/\/\S+/.exec(letter.replaceAll("=3D", "="));
    if (letter.includes(`To: ${to}`) && link) return link[0];
  }
  return "";
}

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("an administrator adds a person, hours, a queue and a chat that works", async ({
  people,
  server,
}) => {
  const site = await people.site();
  const { page } = await people.desk(ADMINISTRATOR, "/admin/people");
  const go = async (screen: string): Promise<void> => {
    const menu = page.getByRole("navigation", { name: "Administration" });
    await menu.getByRole("link", { name: screen, exact: true }).click();
    await expect(page.getByRole("heading", { name: screen, level: 1, exact: true })).toBeVisible();
  };
  const save = async (): Promise<void> => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.").first()).toBeVisible();
  };

  await test.step("a person is invited by mail, and comes", async () => {
    await page.getByRole("button", { name: "Invite somebody" }).click();
    const drawer = page.getByRole("dialog", { name: "Invite somebody" });
    await drawer.getByRole("textbox", { name: /^Name/ }).fill("Wilma Worth");
    await drawer.getByLabel("Email").fill(EMAIL);
    await drawer.getByRole("button", { name: "Send invitation" }).click();
    await expect(page.getByText(`An invitation is on its way to ${EMAIL}.`)).toBeVisible();
    await expect.poll(() => linkInLetter(server, EMAIL), { timeout: 30_000 }).not.toBe("");
  });
  const wilma = await (await people.context()).newPage();
  await test.step("the letter's link lets her in", async () => {
    await wilma.goto(await linkInLetter(server, EMAIL));
    await expect(wilma.getByText(`You were invited as ${EMAIL}.`)).toBeVisible();
    await wilma.getByRole("textbox", { name: "New password" }).fill("short");
    await wilma.getByRole("button", { name: "Begin" }).click();
    await expect(wilma.getByText("At least", { exact: false }).first()).toBeVisible();
    await wilma.getByRole("textbox", { name: "New password" }).fill(SECRET);
    await wilma.getByRole("button", { name: "Begin" }).click();
    await expect(wilma.getByRole("heading", { name: "Good to see you, Wilma" })).toBeVisible();
  });

  await test.step("a skill", async () => {
    await go("Skills");
    await page.getByRole("button", { name: "New skill" }).click();
    const drawer = page.getByRole("dialog", { name: "New skill" });
    await drawer.getByRole("textbox", { name: /^Name/ }).fill("Harbours");
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row", { name: /Harbours/ })).toBeVisible();
  });

  await test.step("hours with two intervals on a day", async () => {
    await go("Opening hours");
    await page.getByRole("button", { name: "New opening hours" }).click();
    await page.getByRole("textbox", { name: /^Name/ }).fill("Quay");
    await page.getByLabel("Monday, interval 1, to").fill("12:30");
    await page.getByRole("button", { name: "Add an interval on Monday" }).click();
    await page.getByLabel("Monday, interval 2, from").fill("12:00");
    await page.getByLabel("Monday, interval 2, to").fill("17:30");
    await expect(page.getByText("Overlaps another interval").first()).toBeVisible();
    await page.getByLabel("Monday, interval 2, from").fill("13:15");
    await save();
    await expect(page.getByRole("row", { name: /Quay/ })).toBeVisible();
  });

  await test.step("a queue, always open so that it can be tried now", async () => {
    await go("Queues");
    await page.getByRole("button", { name: "New queue" }).click();
    await page.getByRole("textbox", { name: /^Name/ }).fill("Harbour desk");
    await page
      .getByRole("combobox", { name: "Add a skill" })

      .click();
    await page.getByRole("option", { name: "Harbours" }).click();
    await save();
    await expect(page.getByRole("row", { name: /Harbour desk/ })).toBeVisible();
  });

  await test.step("the new agent gets the skill and the queue", async () => {
    await go("Skills of agents");
    await page.getByRole("button", { name: "Wilma Worth" }).click();
    const drawer = page.getByRole("dialog", { name: "Wilma Worth" });
    await choose(page, drawer.getByRole("combobox", { name: "Queues" }), "Harbour desk");
    await page.keyboard.press("Escape");
    await choose(page, drawer.getByRole("combobox", { name: "Add a skill" }), "Harbours");
    await drawer.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Wilma Worth is saved.")).toBeVisible();
  });

  const embed = await test.step("a chat widget, and the line for the page", async () => {
    await go("Chat widgets");
    await page.getByRole("button", { name: "New chat widget" }).click();
    await page.getByRole("textbox", { name: /^Name/ }).fill("Harbour page");
    await choose(
      page,
      page
        .getByRole("combobox", { name: /^Queue/ })

        .first(),
      "Harbour desk",
    );
    await page.getByRole("combobox", { name: "Allowed sites" }).fill(site.origin);
    await page.keyboard.press("Enter");
    await save();
    await page.getByRole("button", { name: "Harbour page" }).click();
    const line = await page.getByLabel("Line for your page").innerText();
    expect(line).toContain(`<script src="${server.address}/widget/loader.js" data-widget="`);
    return line;
  });

  await test.step("a customer on that page reaches the new agent", async () => {
    await wilma.goto(`${server.address}/desk/work`);
    const desk = new Desk(wilma, EMAIL);
    await desk.goOnQueue();
    const visitor = await (await people.context()).newPage();
    site.body = embed;
    await visitor.goto(site.origin);
    const customer = new Customer(visitor, "Hanna Harbour");
    await customer.openChat();
    await customer.chat.getByLabel("Your message").fill("Is the quay free?");
    const name = customer.chat.getByLabel("Your name");
    if ((await name.count()) > 0) await name.fill("Hanna Harbour");
    await customer.chat.getByRole("button", { name: "Start chat" }).click();
    await expect(wilma.getByRole("article")).toBeVisible();
    await wilma.keyboard.press("Alt+a");
    await expect(customer.chat.getByText("Wilma is here for you.")).toBeVisible();
    await customer.end();
  });

  await test.step("the audit shows all of it: who, what, before and after", async () => {
    await go("Audit");
    const table = page.getByRole("table", { name: "Audit" });
    for (const what of ["Harbour page", "Harbour desk", "Quay", "Harbours", "Wilma Worth"])
      await expect(
        table.getByRole("row", { name: what }).filter({ hasText: "Alex Admin" }).first(),
      ).toBeVisible();
    await table.getByRole("row", { name: /Quay/ }).getByRole("button").click();
    const entry = page.getByRole("dialog");
    await expect(entry).toContainText("13:15");
    await expect(entry).toContainText("12:30");
  });
});
