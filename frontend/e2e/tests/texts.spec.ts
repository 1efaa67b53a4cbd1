// Whatever anybody types is text: nothing of it runs, anywhere.

import type { Page } from "@playwright/test";
import { ADMINISTRATOR, SUPERVISOR, Staff } from "../support/staff";
import { at, expect, test } from "../support/journey";

/** Would leave a mark on the window if any page took it for more than text. */
function evil(mark: string): string {
  return `</script><script>window.ran='${mark}'</script><img src=x onerror="window.ran='${mark}'"><b>${mark}</b>`;
}

async function expectHarmless(...pages: Page[]): Promise<void> {
  for (const page of pages) {
    expect(await page.evaluate(() => (window as { ran?: string }).ran)).toBeUndefined();
    expect(await page.locator("img[src=x]").count()).toBe(0);
  }
}

test("markup in every text is shown as text", async ({ people, server }) => {
  const administrator = await Staff.signIn(server, ADMINISTRATOR);
  const who = `<img src=x onerror="window.ran='name'">`;
  const reply = evil("canned");
  await administrator.call("POST", "/canned-replies", {
    shortcut: "evil",
    title: evil("title").slice(0, 100),
    text: reply,
    language: "en",
    queue_ids: [],
    personal: false,
  });
  const agent = await people.agent(at("greta"));
  const customer = await people.customer(who);
  await customer.begin("Order or delivery", evil("first"));
  await agent.accept(who);
  await expect(agent.heard(who, evil("first"))).toBeVisible();

  await test.step("messages both ways", async () => {
    await customer.say(evil("customer"));
    await expect(agent.heard(who, evil("customer"))).toBeVisible();
    await agent.say(who, evil("agent"));
    await expect(customer.heard(evil("agent"))).toBeVisible();
    await customer.say(
      "javascript:window.ran='link' https://example.test/\"onmouseover=window.ran=1",
    );
    await expect(agent.log(who).getByText("javascript:window.ran='link'")).toBeVisible();
    await expect(agent.log(who).locator("a[href^='javascript']")).toHaveCount(0);
    await expect(customer.log.locator("a[href^='javascript']")).toHaveCount(0);
  });

  await test.step("a canned reply", async () => {
    await agent.reply(who).pressSequentially("/evil");
    await expect(agent.page.getByRole("option").first()).toContainText("</script>");
    await agent.reply(who).press("Enter");
    await expect(agent.reply(who)).toHaveValue(reply);
    await agent.reply(who).press("Enter");
    await expect(customer.heard(reply)).toBeVisible();
  });

  await test.step("a note", async () => {
    await agent.page.keyboard.press("Alt+m");
    const note = agent.pane(who).getByRole("textbox", { name: "Note for colleagues" });
    await note.fill(evil("note"));
    await note.press("Enter");
    await expect(agent.heard(who, evil("note"))).toBeVisible();
  });

  await test.step("a file's name and what is in it", async () => {
    const name = `<img src=x onerror=window.ran='file'>.txt`;
    const page = Buffer.from("<script>window.ran='content'</script>");
    await customer.attach({ name, mimeType: "text/plain", buffer: page });
    await expect(customer.chat.getByRole("alert")).toContainText("onerror=window.ran='file'");
    const text = Buffer.from("Read this: <script>window.ran='content'</script>");
    await customer.attach({ name, mimeType: "text/plain", buffer: text });
    await expect(customer.chat.getByRole("button", { name: /^Remove .*onerror/ })).toBeVisible();
    await customer.say("a file");
    const link = agent.log(who).getByRole("link", { name: /onerror/ });
    await expect(link).toContainText("_img src=x onerror=window.ran='file'_.txt");
    const address = await link.getAttribute("href");
    const answer = await agent.page.request.get(`${server.address}${address ?? ""}`);
    expect(answer.headers()["content-disposition"]).toMatch(/^attachment/);
    expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
  });

  await test.step("the customer's details", async () => {
    const panel = agent.page.getByRole("complementary", { name: "Customer" });
    await panel.getByRole("button", { name: "Edit" }).click();
    await panel.getByLabel("Notes").fill(evil("details"));
    await panel.getByLabel("Company").fill(evil("company").slice(0, 80));
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(panel.getByText(evil("details"))).toBeVisible();
  });

  await test.step("everywhere else it is shown", async () => {
    const supervisor = await people.desk(SUPERVISOR, "/search");
    await supervisor.page.getByRole("row").filter({ hasText: "onerror" }).first().click();
    await expect(supervisor.heard(who, evil("customer"))).toBeVisible();
    await expectHarmless(supervisor.page);
    await supervisor.page.goto(`${server.address}/desk/search?tab=customers`);
    await expect(supervisor.page.getByRole("row").filter({ hasText: "onerror" })).toBeVisible();
    await expectHarmless(supervisor.page);
  });

  await customer.end();
  await customer.page.reload();
  await customer.openChat();
  await expect(customer.heard(evil("agent"))).toBeVisible();
  await expectHarmless(customer.page, agent.page);
});
