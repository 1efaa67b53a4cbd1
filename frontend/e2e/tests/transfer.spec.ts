// A contact goes from one agent to another: to a person, to a queue, and after a consultation.

import { at, expect, test } from "../support/journey";

test("a contact is passed to a person, then to a queue", async ({ people }) => {
  const imani = await people.agent(at("imani"));
  const customer = await people.customer("Tara Swift");
  await customer.begin("Help with a bike", "The motor is silent.");
  await imani.accept("Tara Swift");
  await imani.say("Tara Swift", "Is the battery in?");
  await expect(customer.heard("Is the battery in?")).toBeVisible();
  const jonas = await people.agent(at("jonas"));

  await test.step("to a person, with a note that the customer does not see", async () => {
    await imani.page.keyboard.press("Alt+t");
    const dialog = imani.page.getByRole("dialog", { name: "Transfer Tara Swift" });
    await dialog.getByRole("combobox", { name: "Queue or person" }).fill("Jonas");
    await dialog.getByRole("option", { name: /Jonas Weber/ }).click();
    await dialog.getByLabel("Note for whoever is next").fill("Battery is in, display dark.");
    await dialog.getByRole("button", { name: "Transfer" }).click();
    await expect(imani.pane("Tara Swift")).toBeHidden();
    await expect(customer.chat.getByText("You are being passed on to Jonas.")).toBeVisible();
    const offer = jonas.offer("Tara Swift");
    await expect(offer).toContainText("asked for you by name");
    await expect(offer).toContainText("Battery is in, display dark.");
    await jonas.accept("Tara Swift");
    await expect(customer.chat.getByText("Jonas is here for you.")).toBeVisible();
    await expect(jonas.heard("Tara Swift", "Is the battery in?")).toBeVisible();
    await expect(jonas.pane("Tara Swift")).toContainText("Battery is in, display dark.");
  });

  await test.step("who gave it away hears nothing more of it", async () => {
    const heard: string[] = [];
    imani.page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => heard.push(String(payload))),
    );
    await imani.page.reload();
    await expect(imani.page.getByText("Connected", { exact: true })).toBeAttached();
    await customer.say("It blinks now.");
    await expect(jonas.heard("Tara Swift", "It blinks now.")).toBeVisible();
    await jonas.say("Tara Swift", "Good, that is the charger.");
    await expect(customer.heard("Good, that is the charger.")).toBeVisible();
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    expect(heard.join("\n")).not.toContain("It blinks now.");
    expect(heard.join("\n")).not.toContain("Good, that is the charger.");
    await expect(imani.page.getByText("It blinks now.")).toHaveCount(0);
  });

  await test.step("to a queue, where the next free agent gets it", async () => {
    const lucia = await people.agent(at("lucia"));
    await jonas.page.keyboard.press("Alt+t");
    const dialog = jonas.page.getByRole("dialog", { name: "Transfer Tara Swift" });
    await dialog.getByRole("option", { name: /^Billing/ }).click();
    await dialog.getByRole("button", { name: "Transfer" }).click();
    await expect(customer.chat.getByText("You are being passed on to Billing.")).toBeVisible();
    await lucia.accept("Tara Swift");
    await expect(customer.chat.getByText("Lucía is here for you.")).toBeVisible();
    await lucia.say("Tara Swift", "I send you the invoice.");
    await expect(customer.heard("I send you the invoice.")).toBeVisible();
  });
  await customer.end();
});

test("a colleague is asked, talks in notes, and takes the contact over", async ({ people }) => {
  const kavya = await people.agent(at("kavya"));
  const customer = await people.customer("Carl Consult");
  await customer.begin("Help with a bike", "My brake squeaks.");
  await kavya.accept("Carl Consult");
  const hugo = await people.agent(at("hugo"));

  await kavya.page.keyboard.press("Alt+c");
  const dialog = kavya.page.getByRole("dialog", { name: "Ask a colleague" });
  await dialog.getByRole("option", { name: /Hugo Marín/ }).click();
  await dialog.getByLabel("Your question").fill("Which pads fit?");
  await dialog.getByRole("button", { name: "Ask" }).click();
  await expect(kavya.page.getByText("Asked Hugo Marín, no answer yet.")).toBeVisible();
  await expect(hugo.offer("Carl Consult")).toContainText("A colleague asks you");
  await expect(hugo.offer("Carl Consult")).toContainText("Which pads fit?");
  await hugo.accept("Carl Consult");
  await expect(kavya.page.getByText("Hugo Marín is here with you.")).toBeVisible();

  const note = hugo.pane("Carl Consult").getByRole("textbox", { name: "Note for colleagues" });
  await note.fill("The red ones.");
  await note.press("Enter");
  await expect(kavya.heard("Carl Consult", "The red ones.")).toBeVisible();
  await kavya.pane("Carl Consult").getByRole("button", { name: "Hand over to them" }).click();
  await expect(kavya.pane("Carl Consult")).toBeHidden();
  // Until now only notes could be written: nothing meant for colleagues goes out by itself.
  await hugo.page.keyboard.press("Alt+r");
  await hugo.say("Carl Consult", "I am Hugo, I send you pads.");
  await expect(customer.heard("I am Hugo, I send you pads.")).toBeVisible();
  await expect(customer.chat.getByRole("heading", { name: "Hugo" })).toBeVisible();
  await expect(customer.page.getByText("The red ones.")).toHaveCount(0);
  await customer.end();
});
