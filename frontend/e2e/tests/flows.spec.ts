// A flow is drawn, tried and published.

import { axe } from "../support/axe";
import { expect, test } from "../support/journey";
import { ADMINISTRATOR } from "../support/staff";

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
    await page.getByRole("button", { name: "Save draft" }).click();
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
