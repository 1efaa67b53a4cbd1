// A customer on the shop's page: what they see, and what they do with the chat.

import { type BrowserContext, type Locator, type Page, expect } from "@playwright/test";

export type Topic =
  "Order or delivery" | "Help with a bike" | "Invoice or refund" | "Something else";

export class Customer {
  readonly name: string;
  readonly page: Page;
  /** The chat window. */
  readonly chat: Locator;
  /** Everything that was said. */
  readonly log: Locator;
  readonly input: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    this.chat = page.getByRole("dialog");
    this.log = this.chat.getByRole("log", { name: "Messages" });
    this.input = this.chat.getByRole("textbox", { name: "Write a message" });
  }

  static async visit(context: BrowserContext, address: string, name: string): Promise<Customer> {
    const page = await context.newPage();
    await page.goto(`${address}/demo/shop`);
    return new Customer(page, name);
  }

  /** After a reload, a chat that was open is open again. */
  async openChat(): Promise<void> {
    const bubble = this.page.getByRole("button", { name: "Open chat" });
    await expect(bubble.or(this.chat)).toBeVisible();
    if (!(await this.chat.isVisible())) await bubble.click();
    await expect(this.chat).toBeVisible();
  }

  /** Fill the form in and send it. */
  async ask(topic: Topic, text: string): Promise<void> {
    await this.chat.getByLabel("Your name").fill(this.name);
    await this.chat.getByLabel("What is it about?").selectOption({ label: topic });
    await this.chat.getByLabel("Your message").fill(text);
    await this.chat.getByRole("button", { name: "Start chat" }).click();
  }

  async begin(topic: Topic, text: string): Promise<void> {
    await this.openChat();
    await this.ask(topic, text);
    await expect(this.heard(text)).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async attach(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.chat.getByRole("button", { name: "Attach a file" }).click();
    await (await chooser).setFiles(file);
  }

  /** A message in the log, whoever wrote it. */
  heard(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }

  /** The texts of all messages that match, in the order they are shown. */
  async said(pattern: RegExp): Promise<string[]> {
    const texts = await this.log.locator("p").allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => pattern.test(text));
  }

  async end(): Promise<void> {
    await this.chat.getByRole("button", { name: "End chat" }).click();
    const question = this.chat.getByRole("alertdialog", { name: "End this chat?" });
    await question.getByRole("button", { name: "End chat" }).click();
    await expect(this.chat.getByRole("button", { name: "Start a new chat" })).toBeVisible();
  }
}
