// Outside the opening hours: the widget says when we are back, and takes a message for then.

import { People, expect, openCentre, test } from "../support/journey";
import { ADMINISTRATOR, SUPERVISOR, Staff } from "../support/staff";
import type { Server } from "../support/server";

const DAY_MS = 86_400_000;

/** Open only once a week, and that on the day after tomorrow: closed now, whenever "now" is. */
async function close(server: Server): Promise<void> {
  const administrator = await Staff.signIn(server, ADMINISTRATOR);
  const opening = new Date(Date.now() + 2 * DAY_MS).getUTCDay();
  const hours = await administrator.call<{ id: string }>("POST", "/hours", {
    name: "Rarely",
    time_zone: "UTC",
    weekly: [{ day: (opening + 6) % 7, from: "09:00", to: "12:30" }],
    exceptions: [],
  });
  for (const queue of await administrator.list("/queues")) {
    await administrator.call("PATCH", `/queues/${queue.id}`, {
      version: queue.version,
      hours_id: hours.id,
    });
  }
}

test("a message left while closed waits for the next opening", async ({ browser }) => {
  const server = await openCentre();
  const people = new People(browser, server);
  try {
    await close(server);
    const customer = await people.customer("Lena Late");
    await customer.openChat();
    await expect(customer.chat.getByText("We are closed right now")).toBeVisible();
    await expect(customer.chat.getByText(/We are back .+ at 09:00/)).toBeVisible();
    await expect(customer.chat.getByRole("button", { name: "Start chat" })).toHaveCount(0);
    await customer.chat.getByLabel("Your name").fill("Lena Late");
    await customer.chat.getByLabel("What is it about?").selectOption("Order or delivery");
    await customer.chat.getByRole("button", { name: "Send message" }).click();
    await expect(customer.chat.getByText("Your message is missing.")).toBeVisible();
    await customer.chat.getByLabel("Your message").fill("My wheel is bent.");
    await customer.chat.getByRole("button", { name: "Send message" }).click();
    await expect(customer.chat.getByText("Message sent")).toBeVisible();

    await customer.page.reload();
    await customer.openChat();
    await expect(customer.chat.getByText("Message sent")).toBeVisible();

    const supervisor = await people.desk(SUPERVISOR, "/search");
    const row = supervisor.page.getByRole("row", { name: /Lena Late/ });
    await expect(row).toContainText("Scheduled");
    await row.click();
    await expect(supervisor.heard("Lena Late", "My wheel is bent.")).toBeVisible();
  } finally {
    await people.goHome();
    await server.stop();
  }
});
