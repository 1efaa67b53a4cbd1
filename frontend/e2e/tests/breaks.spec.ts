// Short breaks: asked for with what they cost, given by rule, waited for, and answered in person.

import type { Page } from "@playwright/test";
import { axe } from "../support/axe";
import { type People, at, expect, test } from "../support/journey";
import type { Server } from "../support/server";
import { ADMINISTRATOR, AGENT, Staff, SUPERVISOR } from "../support/staff";

async function looksGood(page: Page): Promise<void> {
  const found = await axe(page).analyze();
  expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
}

async function askFor(page: Page, minutes: string): Promise<void> {
  await page.getByRole("button", { name: /^Short break…|^Ask again/ }).click();
  const dialog = page.getByRole("dialog", { name: "Ask for a short break" });
  await dialog.getByText(minutes, { exact: true }).click();
  await expect(dialog.getByRole("table", { name: "What customers would feel" })).toBeVisible();
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog).toBeHidden();
}

const mine = (page: Page) => page.getByRole("region", { name: "Short break" });

/** Other journeys have customers on this server, too: what they do must not decide about a break. */
async function expectNothingOfTheLevel(server: Server): Promise<void> {
  const staff = await Staff.signIn(server, ADMINISTRATOR);
  const { draft } = await staff.call<{ draft: { revision: number } | null }>(
    "GET",
    "/routing/floor",
  );
  const drafted = await staff.call<{ draft: { revision: number } }>("PUT", "/routing/floor/draft", {
    revision: draft?.revision ?? 0,
    rules: { break_level_percent: 0 },
  });
  await staff.call("POST", "/routing/floor/publish", {
    revision: drafted.draft.revision,
    note: "Breaks do not depend on how busy it is",
  });
}

async function twoAtWork(people: People) {
  const first = await people.agent(AGENT);
  const second = await people.agent(at("ben"));
  return { first, second };
}

test("a short break is given by rule, and the next wish waits for a supervisor", async ({
  people,
  server,
}) => {
  await expectNothingOfTheLevel(server);
  const { first, second } = await twoAtWork(people);

  await test.step("the cost is shown before asking", async () => {
    await first.page.getByRole("button", { name: "Short break…" }).click();
    const dialog = first.page.getByRole("dialog", { name: "Ask for a short break" });
    await expect(dialog.getByText("You would get it now.")).toBeVisible();
    await expect(dialog.getByRole("table", { name: "What customers would feel" })).toBeVisible();
    await looksGood(first.page);
    await first.page.keyboard.press("Escape");
  });

  await test.step("who is free goes at once", async () => {
    await askFor(first.page, "5 min");
    await expect(mine(first.page).getByText("You are on a short break")).toBeVisible();
    await expect(first.state("Break")).toBeVisible();
    await looksGood(first.page);
  });

  await test.step("the second is refused with the reason, and waits in line", async () => {
    await askFor(second.page, "10 min");
    await expect(mine(second.page).getByText("Your wish waits in line")).toBeVisible();
    await expect(mine(second.page).getByText(/as many are away as may be/)).toBeVisible();
    await looksGood(second.page);
  });

  await test.step("a supervisor sees both and lets the second go, too", async () => {
    const { page } = await people.desk(SUPERVISOR, "/board");
    const row = page.getByRole("row", { name: /Ben/ });
    await expect(row.getByText(/wishes for a short break/)).toBeVisible();
    await expect(page.getByRole("row", { name: /Amira/ }).getByText("short break")).toBeVisible();
    await row.getByRole("button", { name: /Answer .*wish for a short break/ }).click();
    const dialog = page.getByRole("dialog", { name: /^Short break for/ });
    await expect(dialog).toContainText("as many are away as may be");
    await looksGood(page);
    await dialog.getByLabel("Why?").fill("It is quiet");
    await dialog.getByRole("button", { name: "Let them go" }).click();
    await expect(mine(second.page).getByText("You are on a short break")).toBeVisible();
  });

  await test.step("back by themselves", async () => {
    await mine(first.page).getByRole("button", { name: "I am back" }).click();
    await expect(first.state("On queue")).toBeVisible();
    await expect(mine(first.page)).toBeHidden();
  });
});
