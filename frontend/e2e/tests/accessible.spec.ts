// axe finds nothing on any screen, for any role, in light and dark.

import type { Page } from "@playwright/test";
import { faults } from "../support/axe";
import { ADMINISTRATOR, SUPERVISOR } from "../support/staff";
import { at, expect, test } from "../support/journey";

const AGENT_SCREENS = ["/start", "/work", "/day", "/search", "/search?tab=customers", "/settings"];
const SUPERVISOR_SCREENS = ["/board", "/board?wall=true", "/reports"];
const ADMINISTRATOR_SCREENS = [
  "people",
  "people?open=new",
  "teams",
  "agents",
  "skills",
  "codes",
  "reasons",
  "replies",
  "queues",
  "queues/new",
  "hours",
  "hours/new",
  "widgets",
  "widgets/new",
  "flows",
  "numbers",
  "calling-out",
  "centre",
  "audit",
  "health",
].map((screen) => `/admin/${screen}`);

/** Everything that the screen asks the server for has come. */
async function settle(page: Page): Promise<void> {
  await expect(page.locator("main").getByText("Loading")).toHaveCount(0);
  // A preview that goes on asking is looked at as it is.
  await page.waitForLoadState("networkidle", { timeout: 10_000 }).catch(() => undefined);
  await expect(page.locator("main").getByText("Loading")).toHaveCount(0);
}

for (const [role, email, screens] of [
  ["an agent", at("diego"), AGENT_SCREENS],
  ["a supervisor", SUPERVISOR, SUPERVISOR_SCREENS],
  ["an administrator", ADMINISTRATOR, ADMINISTRATOR_SCREENS],
] as const) {
  test(`the screens of ${role}`, async ({ people, server }) => {
    const desk = await people.desk(email, screens[0]);
    const found: Record<string, string[]> = {};
    for (const screen of screens) {
      await desk.page.goto(`${server.address}/desk${screen}`);
      await settle(desk.page);
      const on = await faults(desk.page);
      if (on.length > 0) found[screen] = on;
    }
    expect(found).toEqual({});
  });
}

test("a report with figures in it", async ({ people }) => {
  const customer = await people.customer("Fritz Figure");
  await customer.begin("Something else", "Is anybody there?");
  await customer.end();
  const { page } = await people.desk(SUPERVISOR, "/reports");
  await page.getByRole("button", { name: "Offered", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Offered" })).toBeVisible();
  expect(await faults(page)).toEqual([]);
});

test("the doors", async ({ people, server }) => {
  const page = await (await people.context()).newPage();
  const found: Record<string, string[]> = {};
  for (const screen of ["/sign-in", "/forgot", "/invitation", "/reset"]) {
    await page.goto(`${server.address}/desk${screen}`);
    await page.waitForLoadState("networkidle");
    const on = await faults(page);
    if (on.length > 0) found[screen] = on;
  }
  expect(found).toEqual({});
});

test("a contact with everything open", async ({ people }) => {
  const agent = await people.desk(at("hugo"), "/work");
  await agent.goOnQueue();
  const customer = await people.customer("Axel Axe");
  await customer.begin("Order or delivery", "Where is it? https://example.test/track");
  await expect(agent.offer("Axel Axe")).toBeVisible();
  expect(await faults(agent.page)).toEqual([]);
  await agent.accept("Axel Axe");
  await agent.say("Axel Axe", "On its way.");
  await expect(customer.heard("On its way.")).toBeVisible();
  await agent.page.keyboard.press("Alt+m");
  await agent.page.getByRole("textbox", { name: "Note for colleagues" }).fill("Fragile");
  await agent.page.keyboard.press("Enter");
  await expect(agent.heard("Axel Axe", "Fragile")).toBeVisible();
  expect(await faults(agent.page)).toEqual([]);
  await agent.page.keyboard.press("Alt+t");
  await expect(agent.page.getByRole("combobox", { name: "Queue or person" })).toBeFocused();
  expect(await faults(agent.page)).toEqual([]);
  await agent.page.keyboard.press("Escape");
  await customer.end();
  await expect(agent.page.getByRole("form", { name: "Finish this contact" })).toBeVisible();
  expect(await faults(agent.page)).toEqual([]);
  await agent.finish("Axel Axe", "Delivery traced");
});
