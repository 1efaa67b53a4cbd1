// The widget as a stranger's page shows it: hostile styles, strict policy, keyboard, languages.

import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { axe } from "../support/axe";
import { ScriptedChat } from "../support/scripted-chat";
import { Server } from "../support/server";

const test = base.extend<object, { server: Server }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads what is needed from it
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

const dialog = (page: Page): Locator => page.getByRole("dialog");

async function openChat(page: Page, name = "Open chat"): Promise<void> {
  await page.getByRole("button", { name }).click();
  await expect(dialog(page)).toBeVisible();
}

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("What is it about?").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Start chat" }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const found = await axe(page).include("onqueue-chat").analyze();
  expect(found.violations).toEqual([]);
}

test("a hostile style sheet and a strict policy leave it intact", async ({ page, server }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/hostile`);
  await openChat(page);
  await fillForm(page);
  const line = page.getByText("You are third in line, about 2 to 4 minutes");
  await expect(line).toBeVisible();
  await expect(line).toHaveCSS("font-size", "15px");
  await expect(line).toHaveCSS("color", "rgb(27, 30, 37)");
  await page.getByLabel("Write a message").fill("still here");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("still here");
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});

test("everything is done by keyboard, and focus returns", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop`);
  const launcher = page.getByRole("button", { name: "Open chat" });
  await expect(launcher).toHaveAccessibleName("Chat with us: Open chat");
  await launcher.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.keyboard.type("Ada");
  await page.getByLabel("What is it about?").selectOption({ index: 1 });
  await page.getByLabel("Your message").press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Write a message")).toBeFocused();

  await test.step("the emoji picker is a grid", async () => {
    await page.getByRole("button", { name: "Emoji" }).press("Enter");
    await expect(page.getByRole("button", { name: "😀" })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("button", { name: "😄" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Write a message")).toBeFocused();
    await expect(page.getByLabel("Write a message")).toHaveValue("😄");
  });

  await test.step("Tab stays inside", async () => {
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("ONQUEUE-CHAT");
    }
  });

  await test.step("the rating is a group of five", async () => {
    chat.state({ phase: "ended", can_rate: true });
    await page.getByRole("radio", { name: "1 – Very poor" }).focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "4 – Good" })).toBeChecked();
  });

  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(launcher).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing for axe to find, ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const chat = await ScriptedChat.on(page);
    await page.goto(`${server.address}/demo/shop`);
    await openChat(page);
    await page.getByRole("button", { name: "Start chat" }).click();
    await expect(page.getByText("Your name is missing. Please fill it in.")).toBeVisible();
    await expectAccessible(page);
    await fillForm(page);
    await expect(page.getByText("You are third in line")).toBeVisible();
    await expectAccessible(page);
    chat.state({ phase: "active", agent: "Mara" });
    chat.say("system", "", { code: "chat.taken", params: { name: "Mara" } });
    chat.say("agent", "Hello! See https://example.com/help");
    chat.tell({ t: "typing", name: "Mara" });
    await expect(page.getByText("Mara is here for you.")).toBeVisible();
    await expectAccessible(page);
    chat.state({ phase: "ended", can_rate: true });
    await expect(page.getByRole("group", { name: "How was it?" })).toBeVisible();
    await expectAccessible(page);
  });
}

test("closed: when it opens, in the visitor's time, and a message", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  chat.open = false;
  chat.opensAt = Date.UTC(2030, 0, 7, 9);
  await page.clock.setFixedTime(Date.UTC(2030, 0, 4, 20));
  await page.goto(`${server.address}/demo/shop`);
  await openChat(page);
  await expect(page.getByText("We are back Monday at 09:00 (your time).")).toBeVisible();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("What is it about?").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByText("Your message is missing. Please fill it in.")).toBeVisible();
  await page.getByRole("textbox", { name: "Your message" }).fill("Call me on Monday, please.");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByRole("heading", { name: "Message sent" })).toBeVisible();
  expect(chat.heard.find(({ t }) => t === "leave")).toMatchObject({
    form: { name: "Ada" },
    text: "Call me on Monday, please.",
  });
});

test("German, from the page's language", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop?lang=de`);
  await openChat(page, "Chat öffnen");
  await page.getByLabel("Ihr Name").fill("Ada");
  await page.getByRole("combobox").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Chat beginnen" }).click();
  await expect(page.getByText("Sie sind an dritter Stelle, etwa 2 bis 4 Minuten")).toBeVisible();
  chat.say("system", "", { code: "chat.transferred", params: { queue: "Werkstatt" } });
  await expect(page.getByText("Sie werden an Werkstatt weitergegeben.")).toBeVisible();
});

test("HTML, scripts and odd links stay text", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop`);
  await openChat(page);
  await fillForm(page);
  await expect(page.getByText("You are third in line")).toBeVisible();
  const text = '<img src=x onerror="document.title=1"> javascript:alert(1) https://good.example/';
  chat.say("agent", text, { name: "<b>Mara</b>" });
  await expect(page.getByRole("log")).toContainText(text);
  await expect(page.getByRole("log")).toContainText("<b>Mara</b>");
  const links = page.getByRole("log").getByRole("link");
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute("href", "https://good.example/");
  await expect(links).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expect(page).toHaveTitle("Northwind Bikes");
});

test("what is typed survives a reload; what is refused can be edited", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop`);
  await openChat(page);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Your message").fill("The belt squeaks");
  await page.reload();
  await openChat(page);
  await expect(page.getByLabel("Your name")).toHaveValue("Ada");
  await expect(page.getByLabel("Your message")).toHaveValue("The belt squeaks");
  await fillForm(page);
  await page.getByLabel("Write a message").fill("x".repeat(4_001));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("at most 4000 characters");
  await expect(page.getByLabel("Write a message")).toHaveValue("x".repeat(4_001));
  expect(chat.heard.filter(({ t }) => t === "say")).toEqual([]);
});

test("what is sent before its file is there goes out with it", async ({ page, server }) => {
  const chat = await ScriptedChat.on(page);
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((done) => (arrive = done));
  await page.route("**/api/chat/files", async (route) => {
    await arrived;
    await route.fulfill({ json: { id: "f1", name: "order.txt", size: 14, type: "text/plain" } });
  });
  await page.goto(`${server.address}/demo/shop`);
  await openChat(page);
  await fillForm(page);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach a file" }).click();
  const order = {
    name: "order.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("order NB-1001\n"),
  };
  await (await chooser).setFiles(order);
  await page.getByLabel("Write a message").fill("Here is my order.");
  await page.keyboard.press("Enter");
  const waits = page.getByText("It is sent as soon as the files are uploaded.");
  await expect(waits).toBeVisible();
  expect(chat.heard.filter(({ t }) => t === "say")).toEqual([]);
  arrive();
  await expect(page.getByRole("log")).toContainText("Here is my order.");
  await expect(waits).toBeHidden();
  expect(chat.heard.filter(({ t }) => t === "say")).toEqual([
    expect.objectContaining({ text: "Here is my order.", files: ["f1"] }),
  ]);
});

test("a phone: the whole screen, and nothing to scroll sideways", async ({ page, server }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop`);
  await openChat(page);
  expect(await dialog(page).boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 640 });
  const small = await dialog(page)
    .getByRole("button")
    .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 24).length);
  expect(small).toBe(0);
});

test("in a frame it fills the frame, and cannot be closed", async ({ page, server }) => {
  await ScriptedChat.on(page);
  await page.goto(`${server.address}/demo/shop`);
  const widget = await page.locator("script[data-widget]").getAttribute("data-widget");
  await page.goto(`${server.address}/chat/${widget}`);
  await expect(page.getByRole("button", { name: "Start chat" })).toBeVisible();
  await expect(page.getByRole("button", { name: /close|open/i })).toHaveCount(0);
});
