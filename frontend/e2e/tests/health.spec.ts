// An administrator hears that a letter could not be sent, reads why, and has it tried again.

import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { ADMINISTRATOR } from "../support/staff";

const PYTHON = resolve(import.meta.dirname, "../../../.venv/bin/python");
const ERROR = "The mail server said no.";

/** A letter that failed five times, as the server leaves it. */
const PARK = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30)
now = 1767225600000
db.execute(
    "INSERT INTO job (id, queue, kind, payload, run_at, state, attempts, attempts_max,"
    " last_error, created_at, finished_at)"
    " VALUES (?, 'default', 'identity.reset', ?, ?, 'parked', 5, 5, ?, ?, ?)",
    (sys.argv[2], '{"email": "nobody@example.org"}', now, sys.argv[3], now, now),
)
db.commit()
`;

test("an administrator hears of a parked letter, and has it tried again", async ({
  people,
  server,
}) => {
  const { page } = await people.desk(ADMINISTRATOR, "/admin/health");
  await expect(page.getByText(/of 14 parts are well/)).toBeVisible({ timeout: 30_000 });

  await test.step("a letter fails for good, and the server says so on every screen", async () => {
    const id = `parked-by-journey-${Date.now()}`;
    execFileSync(PYTHON, ["-c", PARK, join(server.data, "onqueue.sqlite3"), id, ERROR]);
    const findings = page.getByRole("table", { name: "What it found" });
    await expect(findings.getByText(ERROR)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("link", { name: "The server: have a look" })).toBeVisible({
      timeout: 40_000,
    });
    await expect(page.getByText("Have a look", { exact: true })).toBeVisible();
    const { violations } = await axe(page).analyze();
    expect(violations.map((one) => one.id)).toEqual([]);
  });

  await test.step("it is tried again, with a reason", async () => {
    await page.getByRole("button", { name: "Try again: Letter: new password" }).click();
    const dialog = page.getByRole("dialog", { name: "Try this job again?" });
    await dialog.getByLabel("Why?").fill("The mail server is back.");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("The job is tried again.")).toBeVisible();
    await expect(page.getByText("No job is parked")).toBeVisible();
  });

  await test.step("what was found is seen, and all is well", async () => {
    await page.getByRole("button", { name: "I have seen these" }).click();
    await expect(page.getByText(/marked as seen/)).toBeVisible();
    await expect(page.getByText("All is well")).toBeVisible({ timeout: 20_000 });
  });

  await test.step("the audit has both", async () => {
    await page.getByRole("link", { name: "Audit", exact: true }).click();
    await expect(page.getByText("The mail server is back.")).toBeVisible();
    await expect(page.getByText("Job: tried again")).toBeVisible();
    await expect(page.getByText("Findings: seen")).toBeVisible();
  });
});
