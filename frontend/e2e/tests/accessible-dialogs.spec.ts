// axe finds nothing where something opens over a screen, in light and dark: dialogs and drawers.

import type { Page } from "@playwright/test";
import * as axe from "../support/axe";
import { ADMINISTRATOR, SUPERVISOR } from "../support/staff";
import { at, expect, test } from "../support/journey";

const DRAWERS = ["people", "teams", "skills", "gates", "codes", "reasons", "replies"];

/** What axe finds, once all that was asked for is there. */
async function faults(page: Page): Promise<string[]> {
  await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
  return axe.faults(page);
}

test("the drawers of an administrator", async ({ people, server }) => {
  const { page } = await people.desk(ADMINISTRATOR, "/admin/people");
  const found: Record<string, string[]> = {};
  for (const list of DRAWERS) {
    await page.goto(`${server.address}/desk/admin/${list}?open=new`);
    await expect(page.getByRole("dialog")).toBeVisible();
    const on = await faults(page);
    if (on.length > 0) found[list] = on;
  }
  expect(found).toEqual({});
});

test("the menu of an agent's states", async ({ people }) => {
  const { page } = await people.desk(SUPERVISOR, "/work");
  await page.getByRole("button", { name: /^My state/ }).click();
  await expect(page.getByRole("menuitem", { name: "On queue" })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
});

test("what opens over a supervisor's board", async ({ people }) => {
  const agent = await people.agent(at("imani"));
  const customer = await people.customer("Olga Over");
  await customer.begin("Help with a bike", "The chain came off.");
  await agent.accept("Olga Over");
  const { page } = await people.desk(SUPERVISOR, "/board");

  await page.getByRole("button", { name: "Set the state of Imani" }).click();
  await expect(page.getByRole("dialog", { name: /^Set the state of/ })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Technical help: 1 with agents. Show them" }).click();
  const list = page.getByRole("dialog", { name: "With agents · Technical help" });
  await expect(list).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await list.getByRole("button", { name: "Look into the contact with Olga Over" }).click();
  const watch = page.getByRole("region", { name: "Conversation" });
  await expect(watch.getByText("The chain came off.")).toBeVisible();
  expect(await faults(page)).toEqual([]);

  await watch.getByRole("button", { name: "Take over" }).click();
  await expect(page.getByRole("dialog", { name: /^Take over the contact/ })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await customer.end();
  await agent.finish("Olga Over", "Fixed by reset or setting");
});
