// Somebody at the desk: what they see, and what they do.

import { type BrowserContext, type Locator, type Page, expect } from "@playwright/test";
import { PASSWORD } from "./staff";

export class Desk {
  readonly page: Page;
  readonly email: string;

  constructor(page: Page, email: string) {
    this.page = page;
    this.email = email;
  }

  /** Signed in already; how signing in looks is the business of one journey. */
  static async open(
    context: BrowserContext,
    address: string,
    email: string,
    route = "/work",
  ): Promise<Desk> {
    const answer = await context.request.post(`${address}/api/session`, {
      data: { email, password: PASSWORD },
    });
    expect(answer.status()).toBe(200);
    const page = await context.newPage();
    await page.goto(`${address}/desk${route}`);
    const desk = new Desk(page, email);
    await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
    return desk;
  }

  async goOnQueue(): Promise<void> {
    await expect(this.page.getByText("Connected", { exact: true })).toBeAttached();
    await this.page.keyboard.press("Alt+q");
    await expect(this.state("On queue")).toBeVisible();
  }

  state(name: string): Locator {
    return this.page.getByRole("button", { name: /^My state/ }).filter({ hasText: name });
  }

  offer(who: string): Locator {
    return this.page.getByRole("article", { name: `Offer: ${who}` });
  }

  /** Take the offer by its key. */
  async accept(who: string): Promise<void> {
    await expect(this.offer(who)).toBeVisible();
    await this.page.keyboard.press("Alt+a");
    await expect(this.pane(who)).toBeVisible();
  }

  pane(who: string): Locator {
    return this.page.getByRole("region", { name: `Contact with ${who}` });
  }

  log(who: string): Locator {
    return this.page.getByRole("log", { name: `Messages with ${who}` });
  }

  heard(who: string, text: string): Locator {
    return this.log(who).getByText(text, { exact: true });
  }

  reply(who: string): Locator {
    return this.pane(who).getByRole("textbox", { name: "Reply to the customer" });
  }

  async say(who: string, text: string): Promise<void> {
    await this.reply(who).fill(text);
    await this.reply(who).press("Enter");
  }

  /** The texts of all messages that match, in the order they are shown. */
  async said(who: string, pattern: RegExp): Promise<string[]> {
    const texts = await this.log(who).locator("p").allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => pattern.test(text));
  }

  /** Finish a contact that has ended. */
  async finish(who: string, code: string): Promise<void> {
    const closing = this.pane(who).getByRole("form", { name: "Finish this contact" });
    await closing.getByRole("combobox", { name: "Wrap-up code" }).fill(code);
    await this.page.getByRole("option", { name: code }).click();
    await closing.getByRole("button", { name: "Finish", exact: true }).click();
    await expect(this.pane(who)).toBeHidden();
  }
}
