// The very first start: from nothing to a centre that serves its first customer.

import { People, expect, test } from "../support/journey";
import { Customer } from "../support/customer";
import { Desk } from "../support/desk";
import { Server } from "../support/server";
import { Staff } from "../support/staff";

const EMAIL = "ines@lighthouse.test";
const SECRET = "seven green lanterns";

test("the first start leads to a centre that works", async ({ browser }) => {
  const server = await Server.start({ empty: true });
  const people = new People(browser, server);
  try {
    const page = await (await people.context()).newPage();
    await page.goto(`${server.address}/desk/`);
    await expect(page).toHaveURL(/\/desk\/setup$/);
    const token = (await server.setupAddress()).split("#")[1] ?? "";
    const next = page.getByRole("button", { name: "Continue" });

    await test.step("who administers", async () => {
      await next.click();
      await expect(page.getByText("Enter the setup token.")).toBeVisible();
      await page.getByLabel("Setup token").fill("a guess");
      await expect(page.getByText("Enter your name.")).toBeVisible();
      await page.getByLabel("Your name").fill("Ines Ilar");
      await page.getByLabel("Email").fill(EMAIL);
      await page.getByRole("textbox", { name: "Password" }).fill(SECRET);
      await next.click();
    });

    await test.step("the centre", async () => {
      await page.getByLabel("Name of the centre").fill("Lighthouse");
      await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("UTC");
      await next.click();
    });

    await test.step("when it is open", async () => {
      await page.getByRole("checkbox", { name: "Saturday" }).check();
      await page.getByLabel("Saturday, from").fill("14:00");
      await page.getByLabel("Saturday, until").fill("10:00");
      await next.click();
      await expect(page.getByText("Closing comes after opening.")).toBeVisible();
      await page.getByLabel("Saturday, until").fill("18:00");
      await next.click();
    });

    await page.getByRole("radio", { name: "An empty centre" }).check();
    await page.getByRole("button", { name: "Open the centre" }).click();
    await test.step("a guess leads back to where the token is asked for", async () => {
      await expect(page.getByText("This is not the server's token.")).toBeVisible();
      await page.getByLabel("Setup token").fill(token);
      for (let step = 0; step < 3; step += 1) await next.click();
      await page.getByRole("button", { name: "Open the centre" }).click();
    });
    await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();

    await test.step("nobody can set it up again", async () => {
      const stranger = await (await people.context()).newPage();
      await stranger.goto(`${server.address}/desk/setup`);
      await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
    });

    await test.step("the hours are kept", async () => {
      const ines = await Staff.signIn(server, EMAIL, SECRET);
      const hours = await ines.list<Hours>("/hours");
      expect(hours.map(({ weekly }) => weekly.filter(({ day }) => day === 5))).toEqual([
        [{ day: 5, from: "14:00", to: "18:00" }],
      ]);
      // Whenever this runs, it is open now.
      await ines.openQueues();
    });

    await test.step("the first customer is served", async () => {
      const ines = await Staff.signIn(server, EMAIL, SECRET);
      const [widget] = await ines.list("/chat-widgets");
      await page.goto(`${server.address}/desk/work`);
      const desk = new Desk(page, EMAIL);
      await desk.goOnQueue();
      const visitor = await (await people.context()).newPage();
      await visitor.goto(`${server.address}/chat/${widget?.id ?? ""}`);
      const customer = new Customer(visitor, "Vera First");
      await customer.chat.getByLabel("Your name").fill("Vera First");
      await customer.chat.getByLabel("Your message").fill("Is anybody there?");
      await customer.chat.getByRole("button", { name: "Start chat" }).click();
      await desk.accept("Vera First");
      await desk.say("Vera First", "Welcome to the lighthouse.");
      await expect(customer.heard("Welcome to the lighthouse.")).toBeVisible();
    });
  } finally {
    await people.goHome();
    await server.stop();
  }
});

interface Hours {
  id: string;
  name: string;
  version: number;
  weekly: { day: number; from: string; to: string }[];
}
