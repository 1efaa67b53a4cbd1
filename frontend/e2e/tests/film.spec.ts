// A day as a film: a scenario is lived, played, jumped through; a file with a fault is told by line.

import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { SUPERVISOR } from "../support/staff";

async function looksGood(page: Page): Promise<void> {
  const found = await axe(page).analyze();
  expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
}

test("a scenario is lived, and looked at like a film", async ({ people }) => {
  const { page } = await people.desk(SUPERVISOR, "/board");
  await page.getByRole("link", { name: "Film" }).click();
  const scenario = page.getByRole("form", { name: "A scenario" });
  await expect(scenario).toBeVisible();
  await looksGood(page);

  await test.step("a bad file is told with its line", async () => {
    const path = join(tmpdir(), "onqueue-film.ndjson");
    writeFileSync(path, '{"event": "contact.vanished", "at": 1}\n');
    const form = page.getByRole("form", { name: "A simulation's journal" });
    await form.locator('input[type="file"]').setInputFiles(path);
    await form.getByRole("button", { name: "Show this file" }).click();
    await expect(page.getByRole("alert")).toContainText("Line 1 of the file");
  });

  await scenario.getByRole("button", { name: "Live it and show it" }).click();
  const bar = page.getByRole("region", { name: "Film" });
  await expect(bar).toBeVisible();
  const time = page.getByTestId("film-time");
  const begun = await time.innerText();

  await test.step("it plays", async () => {
    await bar.getByRole("combobox", { name: "Speed" }).click();
    await page.getByRole("option", { name: "600 times" }).click();
    await bar.getByRole("button", { name: "Play" }).click();
    await expect(time).not.toHaveText(begun);
    await bar.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("table", { name: "Queues" })).toBeVisible();
    await looksGood(page);
  });

  await test.step("the next customer who left is found and explained", async () => {
    await bar.getByRole("button", { name: "Next" }).click();
    const story = page.getByRole("dialog", { name: "What happened" });
    await expect(story.getByText(/^Began to wait in/)).toBeVisible();
    await expect(story.getByText(/^Left unanswered/)).toBeVisible();
    await looksGood(page);
    await page.keyboard.press("Escape");
  });

  await bar.getByRole("button", { name: "Choose another film" }).click();
  await expect(scenario).toBeVisible();
});
