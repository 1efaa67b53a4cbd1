// A supervisor watches the floor, reads along, whispers, takes over, and steers.

import { SUPERVISOR } from "../support/staff";
import { at, expect, test } from "../support/journey";

const WHISPER = "Offer her the spare display.";

test("a supervisor reads along, whispers and takes over", async ({ people, server }) => {
  const agent = await people.agent(at("imani"));
  const customer = await people.customer("Wanda Watched");
  const frames: string[] = [];
  customer.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(String(payload))),
  );
  await customer.begin("Help with a bike", "My display is dark.");
  await agent.accept("Wanda Watched");
  const before = agent.page.getByRole("region", { name: "Said before the chat" });
  await expect(before).toContainText("What is it about?Help with a bike");
  const supervisor = await people.desk(SUPERVISOR, "/board");
  const { page } = supervisor;
  const watch = page.getByRole("region", { name: "Conversation" });

  await test.step("a number on the board leads to the contacts behind it", async () => {
    await page.getByRole("button", { name: "Technical help: 1 with agents. Show them" }).click();
    const list = page.getByRole("dialog", { name: "With agents · Technical help" });
    await list.getByRole("button", { name: "Look into the contact with Wanda Watched" }).click();
    await expect(supervisor.heard("Wanda Watched", "My display is dark.")).toBeVisible();
  });

  await test.step("the supervisor reads live, and the agent sees it", async () => {
    await expect(agent.pane("Wanda Watched").getByText("Sam Supervisor reads along")).toBeVisible();
    await customer.say("And it smells.");
    await expect(supervisor.heard("Wanda Watched", "And it smells.")).toBeVisible();
  });

  await test.step("a whisper reaches the agent, and never the customer", async () => {
    await watch.getByText("Whisper", { exact: true }).click();
    const whisper = watch.getByRole("textbox", { name: "Whisper to the agent" });
    await whisper.fill(WHISPER);
    await whisper.press("Enter");
    await expect(agent.heard("Wanda Watched", WHISPER)).toBeVisible();
    await expect(agent.log("Wanda Watched").getByText("Only you see this")).toBeVisible();
    // What was said after it has arrived: then the whisper would have arrived as well.
    await agent.say("Wanda Watched", "Unplug the battery, please.");
    await expect(customer.heard("Unplug the battery, please.")).toBeVisible();
    expect(frames.join("\n")).toContain("Unplug the battery, please.");
    expect(frames.join("\n")).not.toContain(WHISPER);
    await customer.page.reload();
    await customer.openChat();
    await expect(customer.heard("Unplug the battery, please.")).toBeVisible();
    await expect(customer.page.getByText(WHISPER)).toHaveCount(0);
    expect(frames.join("\n")).not.toContain(WHISPER);
    const seqs = frames.flatMap((frame) => {
      const { t, seq } = JSON.parse(frame) as { t: string; seq?: number };
      return t === "message" && seq !== undefined ? [seq] : [];
    });
    // Not even a gap in the numbers tells that something was said.
    const known = [...new Set(seqs)].sort((a, b) => a - b);
    expect(known).toEqual(known.map((_, index) => index + 1));
  });

  await test.step("the supervisor takes over", async () => {
    await watch.getByRole("button", { name: "Take over" }).click();
    const dialog = page.getByRole("dialog", { name: "Take over the contact with Wanda Watched" });
    await dialog.getByLabel("Reason").fill("Fire hazard");
    // Whoever takes a contact must be there for it.
    await expect(dialog.getByRole("radiogroup", { name: "You are signed off" })).toBeVisible();
    await expect(dialog.getByRole("radio", { name: "Back office" })).toBeChecked();
    await dialog.getByRole("button", { name: "Take over" }).click();
    await expect(supervisor.state("Back office")).toBeVisible();
    await expect(agent.pane("Wanda Watched")).toBeHidden();
    await expect(customer.chat.getByText("Sam is now here for you.")).toBeVisible();
    await page.goto(`${server.address}/desk/work`);
    await supervisor.say("Wanda Watched", "Please leave the room.");
    await expect(customer.heard("Please leave the room.")).toBeVisible();
  });
  await customer.end();
});

test("a supervisor puts an agent into a state, and the agent sees who and why", async ({
  people,
}) => {
  const agent = await people.agent(at("nora"));
  const supervisor = await people.desk(SUPERVISOR, "/board");
  const { page } = supervisor;
  await page.getByRole("button", { name: "Set the state of Nora Benali" }).click();
  const dialog = page.getByRole("dialog", { name: "Set the state of Nora Benali" });
  await dialog.getByRole("radio", { name: "Training" }).check();
  await expect(dialog.getByRole("button", { name: "Set state" })).toBeDisabled();
  await dialog.getByLabel("Reason").fill("New price list");
  await dialog.getByRole("button", { name: "Set state" }).click();
  await expect(agent.state("Training")).toBeVisible();
  await expect(agent.state("Training")).toContainText("New price list");
  const told = "Sam Supervisor set your state to Training: New price list";
  await expect(agent.page.getByRole("alert").getByText(told)).toBeVisible();
  await agent.page.getByRole("button", { name: "Notifications, 1 new" }).click();
  await expect(agent.page.getByRole("dialog", { name: "Notifications" })).toContainText(told);
  await agent.page.keyboard.press("Escape");
  await agent.state("Training").click();
  await expect(agent.page.getByText("Set by Sam Supervisor: New price list")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Nora Benali" })).toContainText(
    "set by Sam Supervisor",
  );
});

test("a waiting customer is moved up", async ({ people }) => {
  const first = await people.customer("Fay First");
  await first.begin("Something else", "I was here first.");
  const second = await people.customer("Una Urgent");
  await second.begin("Something else", "My child is locked in.");
  await expect(second.chat.getByText("You are second in line")).toBeVisible();
  const supervisor = await people.desk(SUPERVISOR, "/board");
  const { page } = supervisor;
  await page.getByRole("button", { name: "General: 2 waiting. Show them" }).click();
  await page
    .getByRole("dialog", { name: "Waiting · General" })
    .getByRole("button", { name: "Look into the contact with Una Urgent" })
    .click();
  await page.getByRole("button", { name: "Move in line" }).click();
  const dialog = page.getByRole("dialog", { name: "Move Una Urgent in the line" });
  await dialog.getByLabel("Reason").fill("A child");
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(second.chat.getByText("You are next in line")).toBeVisible();
  await expect(first.chat.getByText("You are second in line")).toBeVisible();
  for (const one of [first, second]) await one.end();
});

test("the board fits a telephone", async ({ people }) => {
  const customer = await people.customer("Pia Phone");
  await customer.begin("Something else", "Hello?");
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const supervisor = await people.desk(SUPERVISOR, "/board", phone);
  const { page } = supervisor;
  const card = page.getByRole("list", { name: "Queues" }).getByRole("listitem").first();
  // What is waiting comes first.
  await expect(card).toContainText("General");
  await expect(card).toContainText("Waiting1");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await card.getByRole("button", { name: "General: 1 waiting. Show them" }).tap();
  const list = page.getByRole("dialog", { name: "Waiting · General" });
  await list.getByRole("button", { name: "Look into the contact with Pia Phone" }).tap();
  await expect(supervisor.heard("Pia Phone", "Hello?")).toBeVisible();
  await customer.end();
});
