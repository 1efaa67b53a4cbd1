// An agent's whole day with one contact, and no mouse: every action has a key and a name.

import { PASSWORD } from "../support/staff";
import { at, expect, test } from "../support/journey";

test("an agent handles a contact by keyboard alone", async ({ people, server }) => {
  const context = await people.context();
  const page = await context.newPage();
  const { keyboard } = page;
  const focused = page.locator(":focus");
  await page.goto(`${server.address}/desk/`);

  await test.step("sign in, and start the shift", async () => {
    await expect(page.getByLabel("Email")).toBeFocused();
    await keyboard.type(at("elif"));
    await keyboard.press("Tab");
    await keyboard.type(PASSWORD);
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Good to see you, Elif" })).toBeVisible();
    await expect(page.getByText(/Answers in \d+ ms/)).toBeVisible();
    await page.getByRole("button", { name: "Go on queue" }).focus();
    await keyboard.press("Enter");
    await expect(page).toHaveURL(/\/work$/);
  });

  const customer = await people.customer("Kit Keys");
  await customer.begin("Invoice or refund", "Which invoice is it?");
  const pane = page.getByRole("region", { name: "Contact with Kit Keys" });
  const log = page.getByRole("log", { name: "Messages with Kit Keys" });

  await test.step("accept, and the reply has the focus", async () => {
    await expect(page.getByRole("article", { name: "Offer: Kit Keys" })).toBeVisible();
    await keyboard.press("Alt+a");
    await expect(pane.getByRole("textbox", { name: "Reply to the customer" })).toBeFocused();
    await keyboard.type("Good morning Kit.");
    await keyboard.press("Shift+Enter");
    await keyboard.type("It is the second one.");
    await keyboard.press("Enter");
    await expect(customer.log.getByText("It is the second one.")).toBeVisible();
  });

  await test.step("a canned reply, a note, an emoji", async () => {
    await keyboard.type("/ref");
    await expect(page.getByRole("option", { name: /Refund under way/ })).toBeVisible();
    await keyboard.press("Enter");
    await expect(focused).toHaveValue(/I have started your refund/);
    await keyboard.press("Enter");
    await expect(customer.log.getByText(/I have started your refund/)).toBeVisible();
    await keyboard.press("Alt+m");
    await expect(pane.getByRole("textbox", { name: "Note for colleagues" })).toBeFocused();
    await keyboard.type("Paid twice.");
    await keyboard.press("Enter");
    await expect(log.getByText("Paid twice.")).toBeVisible();
    await keyboard.press("Alt+r");
    await expect(pane.getByRole("textbox", { name: "Reply to the customer" })).toBeFocused();
    await keyboard.press("Alt+j");
    await expect(page.getByRole("button", { name: "🙂" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(focused).toHaveValue("🙂");
    await keyboard.press("Enter");
    await expect(customer.heard("🙂")).toBeVisible();
  });

  await test.step("dialogs open, close, and give the focus back", async () => {
    await keyboard.press("Alt+t");
    await expect(page.getByRole("combobox", { name: "Queue or person" })).toBeFocused();
    await keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(pane.getByRole("textbox", { name: "Reply to the customer" })).toBeFocused();
    await keyboard.press("Alt+y");
    await expect(page.getByRole("dialog", { name: "How this contact came to you" })).toBeVisible();
    await keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("end, code, finish", async () => {
    await keyboard.press("Alt+e");
    const ask = page.getByRole("dialog", { name: "End the conversation with Kit Keys?" });
    await expect(ask).toBeVisible();
    await ask.getByRole("button", { name: "End the conversation" }).focus();
    await keyboard.press("Enter");
    await expect(customer.chat.getByText("Elif has ended the chat.")).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Wrap-up code" })).toBeFocused();
    await keyboard.type("Refund");
    const found = page.getByRole("option", { name: "Refund made" });
    await expect(found).toBeVisible();
    await keyboard.press("ArrowDown");
    await expect(found).toHaveAttribute("data-combobox-selected", "true");
    await keyboard.press("Enter");
    await expect(focused).toHaveValue("Refund made");
    await keyboard.press("Tab");
    await keyboard.type("Look at the account on Friday");
    const finish = page.getByRole("button", { name: "Finish", exact: true });
    while (!(await finish.evaluate((button) => button === document.activeElement)))
      await keyboard.press("Tab");
    await keyboard.press("Enter");
    await expect(pane).toBeHidden();
  });
});

test("every key is listed, and can be found", async ({ people }) => {
  const desk = await people.desk(at("finn"));
  await expect(desk.page.getByText("Connected", { exact: true })).toBeAttached();
  await desk.page.keyboard.press("?");
  const list = desk.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toContainText("Accept the offer");
  await desk.page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await desk.page.keyboard.press("g");
  await desk.page.keyboard.press("d");
  await expect(desk.page).toHaveURL(/\/day$/);
});
