// A customer and an agent, from the first click to the rating and what is found of it later.

import { readFile } from "node:fs/promises";
import { AGENT, SUPERVISOR } from "../support/staff";
import { expect, test } from "../support/journey";

test("a customer is served from the form to the rating", async ({ people }) => {
  const agent = await people.desk(AGENT);
  const customer = await people.customer("Paula Quill");
  await customer.openChat();

  await test.step("the form says what is missing", async () => {
    await customer.chat.getByRole("button", { name: "Start chat" }).click();
    await expect(customer.chat.getByText("Your name is missing. Please fill it in.")).toBeVisible();
    await expect(customer.chat.getByLabel("Your name")).toBeFocused();
  });

  await test.step("nobody is there yet: the customer is told where they stand", async () => {
    await customer.ask("Order or delivery", "Where is my parcel?");
    await expect(customer.chat.getByText("You are next in line")).toBeVisible();
  });

  await test.step("the offer says who and why, and is taken by key", async () => {
    await agent.goOnQueue();
    const offer = agent.offer("Paula Quill");
    await expect(offer).toContainText("Chat · Orders & delivery");
    await expect(offer).toContainText("you are the only one free");
    await agent.accept("Paula Quill");
    await expect(agent.heard("Paula Quill", "Where is my parcel?")).toBeVisible();
    await expect(customer.chat.getByRole("heading", { name: "Amira" })).toBeVisible();
    await expect(customer.chat.getByText("Amira is here for you.")).toBeVisible();
  });

  await test.step("both see that the other writes", async () => {
    // The sign lasts some seconds: on a slow machine it may be over before somebody has looked.
    const typing = { timeout: 4_000 };
    await expect(async () => {
      await customer.input.pressSequentially("It was ");
      const sign = agent.log("Paula Quill").getByText("Paula Quill is typing");
      await expect(sign).toBeVisible(typing);
    }).toPass();
    await expect(async () => {
      await agent.reply("Paula Quill").pressSequentially("Let me ");
      await expect(customer.chat.getByText("Amira is typing")).toBeAttached(typing);
    }).toPass();
  });

  await test.step("messages go both ways, and are seen", async () => {
    await customer.say("It was sent on Monday.");
    await expect(agent.heard("Paula Quill", "It was sent on Monday.")).toBeVisible();
    await expect(customer.chat.getByText("Read", { exact: true })).toBeVisible();
    await agent.say("Paula Quill", "Let me have a look.");
    await expect(customer.heard("Let me have a look.")).toBeVisible();
    await expect(agent.log("Paula Quill").getByText("Seen", { exact: true })).toBeVisible();
  });

  await test.step("a canned reply is filled in with names", async () => {
    const reply = agent.reply("Paula Quill");
    await reply.pressSequentially("/hel");
    await expect(agent.page.getByRole("option", { name: "Greeting" }).first()).toBeVisible();
    await reply.press("Enter");
    const words = "Hello Paula, this is Amira from Northwind Bikes Support. How can I help you?";
    await expect(reply).toHaveValue(words);
    await reply.press("Enter");
    await expect(customer.heard(words)).toBeVisible();
  });

  await test.step("emoji", async () => {
    await agent.pane("Paula Quill").getByRole("button", { name: "Emoji" }).click();
    await agent.page.getByRole("button", { name: "👍" }).click();
    await agent.reply("Paula Quill").press("Enter");
    await expect(customer.heard("👍")).toBeVisible();
    await customer.chat.getByRole("button", { name: "Emoji" }).click();
    await customer.chat.getByRole("toolbar", { name: "Emoji" }).getByText("🎉").click();
    await customer.input.press("Enter");
    await expect(agent.heard("Paula Quill", "🎉")).toBeVisible();
  });

  await test.step("a file goes to the agent, byte for byte", async () => {
    const content = Buffer.from("order NB-1001\n");
    await customer.attach({
      name: "tool.exe",
      mimeType: "application/x-msdownload",
      buffer: content,
    });
    await expect(customer.chat.getByText("tool.exe cannot be sent.")).toBeVisible();
    await customer.attach({ name: "order.txt", mimeType: "text/plain", buffer: content });
    await expect(customer.chat.getByRole("button", { name: "Remove order.txt" })).toBeVisible();
    await customer.say("Here is my order.");
    const download = agent.page.waitForEvent("download");
    await agent
      .log("Paula Quill")
      .getByRole("link", { name: /order\.txt/ })
      .click();
    const path = await (await download).path();
    expect(await readFile(path)).toEqual(content);
    const opened = customer.page.waitForEvent("download");
    await customer.chat.getByRole("link", { name: /order\.txt/ }).click();
    expect(await readFile(await (await opened).path())).toEqual(content);
  });

  await test.step("the customer ends, rates, and takes the transcript along", async () => {
    await customer.end();
    await customer.chat.getByRole("radio", { name: "5 – Very good" }).check({ force: true });
    await customer.chat.getByLabel("Anything you would like to add?").fill("Quick and kind.");
    await customer.chat.getByRole("button", { name: "Send rating" }).click();
    await expect(customer.chat.getByText("Thank you for your rating.")).toBeVisible();
    const download = customer.page.waitForEvent("download");
    await customer.chat.getByRole("button", { name: "Download transcript" }).last().click();
    const transcript = await readFile(await (await download).path(), "utf8");
    expect(transcript).toContain("It was sent on Monday.");
    expect(transcript).toContain("Let me have a look.");
  });

  await test.step("the agent writes what is next, and finishes", async () => {
    const pane = agent.pane("Paula Quill");
    await expect(pane.getByText("The customer ended the conversation")).toBeVisible();
    await pane.getByLabel("What happens next").fill("Call the carrier");
    await agent.finish("Paula Quill", "Delivery traced");
  });

  await test.step("a supervisor finds it, with what happened and why", async () => {
    const supervisor = await people.desk(SUPERVISOR, "/search");
    const { page } = supervisor;
    await page
      .getByRole("searchbox")
      .or(page.getByRole("textbox", { name: /Search in/ }))
      .first()
      .fill("sent on Monday");
    await page.getByRole("row", { name: /Paula Quill/ }).click();
    await expect(supervisor.heard("Paula Quill", "It was sent on Monday.")).toBeVisible();
    await expect(page.getByText("Call the carrier")).toBeVisible();
    await expect(page.getByText("Delivery traced", { exact: true })).toBeVisible();
    await expect(page.getByText("5 / 5 Quick and kind.")).toBeVisible();
    await expect(page.getByText("Fewest contacts, then free longest")).toBeVisible();
    await expect(page.getByRole("cell", { name: "Amira Haddad" })).toBeVisible();
  });
});
