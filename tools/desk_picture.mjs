/**
 * Takes docs/images/desk.png: the desk of an agent with three customers.
 *
 *     ./run demo --quiet --port 8900 --data build/picture
 *     node tools/desk_picture.mjs http://127.0.0.1:8900
 */
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("playwright");

const address = process.argv[2] ?? "http://127.0.0.1:8000";
const target = new URL("../docs/images/desk.png", import.meta.url).pathname;
const customers = [
  ["Grace Kim", "technical", "The rear brake squeals since the last service.", []],
  ["Elena Rossi", "orders", "Where is my order? It should have come on Friday.", []],
  [
    "Ada Byron",
    "general",
    "Hello! Does the blue city bike come with lights?",
    [
      ["Yes, front and rear lights are included, and a dynamo to power them.", "agent"],
      ["Great. And can I try one at your shop?", "customer"],
    ],
  ],
];

const browser = await chromium.launch({
  executablePath: process.env.ONQUEUE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const desk = await browser.newPage({ viewport: { width: 1440, height: 860 } });
await desk.goto(`${address}/desk/`);
await desk.getByLabel("Email").fill("agent@demo.onqueue.test");
await desk.getByLabel("Password", { exact: true }).fill("onqueue-demo");
await desk.getByRole("button", { name: "Sign in" }).click();
await desk.getByRole("button", { name: "Go on queue" }).click();

for (const [name, topic, question, talk] of customers) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/demo/shop`);
  await page.getByRole("button", { name: /chat/i }).first().click();
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/What is it about/).selectOption(topic);
  await page.getByLabel(/Your message/).fill(question);
  await page.getByRole("button", { name: "Start chat" }).click();
  await desk.getByRole("button", { name: /^Accept/ }).waitFor();
  await desk.keyboard.press("Alt+a");
  await desk.getByRole("button", { name: /^Accept/ }).waitFor({ state: "detached" });
  await desk.getByText(name).first().click();
  for (const [text, who] of talk) {
    if (who === "agent") {
      await desk.keyboard.press("Alt+r");
      await desk.keyboard.type(text);
      await desk.keyboard.press("Enter");
    } else {
      await page.getByLabel("Write a message").fill(text);
      await page.keyboard.press("Enter");
    }
    await (who === "agent" ? page : desk).getByText(text).first().waitFor();
  }
}
await desk.waitForTimeout(1500);
mkdirSync(new URL("../docs/images/", import.meta.url), { recursive: true });
await desk.screenshot({ path: target });
await browser.close();
