// Rules are tried before they count: an administrator lives a recorded day again under a draft.

import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { ADMINISTRATOR, AGENT, Staff } from "../support/staff";

const WHO = "Rhea Recorded";

test("a draft is tried on a recorded day, and its result is read", async ({ people, server }) => {
  const staff = await Staff.signIn(server, ADMINISTRATOR);
  const home = (await staff.list("/queues")).find((one) => one.name === "Orders & delivery");
  if (home === undefined) throw new Error("the demo has a queue for orders");
  const { page } = await people.desk(ADMINISTRATOR, `/admin/routing/${home.id}`);
  const begin = page.getByRole("button", { name: "Try it" });
  const cancel = page.getByRole("button", { name: "Cancel the trial" });

  await test.step("without a draft there is nothing to try", async () => {
    await expect(page.getByText("There is no draft to try")).toBeVisible();
    await expect(begin).toBeHidden();
  });

  await test.step("a contact comes and is served, so that the day is on record", async () => {
    const customer = await people.customer(WHO);
    await customer.openChat();
    await customer.chat.getByLabel("Your name").fill(WHO);
    await customer.chat.getByLabel("What is it about?").selectOption("Order or delivery");
    await customer.chat.getByLabel(/^Your message/).fill("Where is my bike?");
    await customer.chat.getByRole("button", { name: "Start chat" }).click();
    const agent = await people.agent(AGENT);
    await agent.accept(WHO);
    await customer.end();
    await agent.finish(WHO, "Delivery traced");
  });

  await test.step("a draft is saved, and tried by keyboard", async () => {
    await page.reload();
    await page.getByRole("button", { name: "Add a ring" }).click();
    await page.getByLabel("Raises the priority by").fill("2");
    await page.getByRole("button", { name: "Save draft" }).click();
    await expect(page.getByRole("combobox", { name: "Day" })).toContainText("so far");
    await page.getByRole("combobox", { name: "How often" }).selectOption("5 runs each");
    await begin.focus();
    await page.keyboard.press("Enter");
    await expect(cancel).toBeFocused();
    await expect(page.getByRole("progressbar", { name: "Progress of the trial" })).toBeVisible();
  });

  await test.step("the result says what is really different", async () => {
    await expect(page.getByText("The draft changes nothing on this day.")).toBeVisible({
      timeout: 120_000,
    });
    await expect(begin).toBeFocused();
    const table = page.getByRole("table", { name: "Both versions compared: Queues" });
    const came = table.getByRole("row", { name: /^Contacts that came/ }).first();
    await expect(came).toContainText("no change");
    await expect(page.getByText(/5 runs each, version \d+ beside the draft/)).toBeVisible();
    const found = await axe(page).analyze();
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
  });

  await test.step("a trial can be cancelled, and the earlier one is still there", async () => {
    await page.getByRole("combobox", { name: "How often" }).selectOption("30 runs each");
    await begin.click();
    await cancel.click();
    await expect(page.getByText("The trial was cancelled.")).toBeVisible();
    await page.getByText("Earlier trials").click();
    await page.getByRole("button", { name: /: done$/ }).click();
    await expect(page.getByText("The draft changes nothing on this day.")).toBeVisible();
  });

  await test.step("another draft is not the one that was tried", async () => {
    await page.getByLabel("Raises the priority by").fill("3");
    await page.getByRole("button", { name: "Save draft" }).click();
    await expect(page.getByText("tried with an earlier draft", { exact: false })).toBeVisible();
    await page.getByRole("button", { name: "Discard draft" }).click();
    await expect(page.getByText("There is no draft to try")).toBeVisible();
  });
});
