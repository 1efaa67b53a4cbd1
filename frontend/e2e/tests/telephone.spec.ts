// Somebody telephones, and an agent answers in the browser: a real Asterisk, a real browser, tones.

import type { BrowserContext } from "@playwright/test";
import { axe } from "../support/axe";
import { Desk } from "../support/desk";
import { at, expect, test as base } from "../support/journey";
import type { Server } from "../support/server";
import { Speaker } from "../support/speakers";
import { Switchboard } from "../support/switchboard";

/** What the telephones of callers speak with, and what they are heard as at their ends. */
const CALLER = "carl";
const CALLER_HZ = 1_150;
/** A browser's tones are those that telephones know: "ann" and "ben". */
const AGENT_HZ = 700;
const COLLEAGUE_HZ = 950;
const MUSIC = "music:default";
const FROM = "+491701234567";
/** The same as people read it. */
const WHO = "+49 170 1234567";

type Speaks = (hertz: number) => Promise<Speaker>;

const test = base.extend<
  { speaks: Speaks; desk: Desk },
  { exchange: { board: Switchboard; centre: Server } }
>({
  exchange: [
    // Playwright reads the names of what is needed from here.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const board = await Switchboard.start();
      await use({ board, centre: await board.centre() });
      await board.stop();
    },
    { scope: "worker", timeout: 600_000 },
  ],
  speaks: async ({ launchOptions }, use) => {
    const speakers: Speaker[] = [];
    await use(async (hertz) => {
      const speaker = await Speaker.at(hertz, launchOptions, []);
      speakers.push(speaker);
      return speaker;
    });
    for (const speaker of speakers) await speaker.die();
  },
  desk: async ({ exchange, speaks }, use) => {
    test.skip(exchange.board.missing !== null, `NOT TRIED: ${exchange.board.missing ?? ""}`);
    const speaker = await speaks(AGENT_HZ);
    await use(await agentAt(speaker.context, exchange.centre));
  },
});

/** An agent who speaks in this browser, on queue. */
async function agentAt(context: BrowserContext, centre: Server, who = "agent"): Promise<Desk> {
  const desk = await Desk.open(context, centre.address, at(who));
  await expect(desk.page.getByText(/^No telephone/)).toBeVisible();
  await desk.page.getByRole("button", { name: "Check the microphone" }).click();
  const check = desk.page.getByRole("dialog", { name: "Check the microphone" });
  await check.getByRole("button", { name: "Allow the microphone" }).click();
  await check.getByRole("button", { name: "It works" }).click();
  await expect(desk.page.getByText("You speak with callers in this browser.")).toBeVisible();
  await desk.goOnQueue();
  return desk;
}

test("who has no telephone is not offered a caller; checked, they talk with them", async ({
  exchange: { board },
  desk,
}) => {
  await test.step("a test call lets the agent hear themselves", async () => {
    await desk.page.getByRole("button", { name: "Test call" }).click();
    await Speaker.hears(desk.page, [AGENT_HZ], [CALLER_HZ]);
    await desk.page.getByRole("button", { name: "End the test" }).click();
    await expect(desk.page.getByRole("button", { name: "Test call" })).toBeVisible();
  });
  await board.call(CALLER, FROM);
  await desk.accept(WHO);
  await test.step("each hears the other, and not themselves", async () => {
    await expect(desk.page.getByText("You are in a call.")).toBeVisible();
    await Speaker.hears(desk.page, [CALLER_HZ], [AGENT_HZ]);
    await board.hears(CALLER, ["ann"]);
    await expect(desk.page.getByText("Sound: good")).toBeVisible();
  });
  await test.step("muted, the agent is not heard", async () => {
    await desk.page.keyboard.press("Alt+k");
    await board.hears(CALLER, []);
    await desk.page.keyboard.press("Alt+k");
    await board.hears(CALLER, ["ann"]);
  });
  await test.step("on hold, the caller hears music and the agent nobody", async () => {
    await desk.page.getByRole("button", { name: "Hold" }).click();
    await board.hears(CALLER, [MUSIC]);
    await Speaker.hears(desk.page, [], [CALLER_HZ]);
    await desk.page.getByRole("button", { name: "Back to the customer" }).click();
    await board.hears(CALLER, ["ann"]);
  });
  await test.step("keys reach the caller's end", async () => {
    await desk.page.getByText("Keys", { exact: true }).click();
    await desk.page.getByRole("button", { name: "Key 4" }).click();
    await desk.page.getByRole("button", { name: "Key #" }).click();
    await expect.poll(() => board.keys(CALLER)).toBe("4#");
    expect((await axe(desk.page).analyze()).violations).toEqual([]);
  });
  await test.step("the agent hangs up, and the caller's line ends", async () => {
    await desk.page.getByRole("button", { name: "Hang up" }).click();
    await board.hasEnded(CALLER);
    await Speaker.hears(desk.page, [], [CALLER_HZ]);
    await desk.finish(WHO, "Question answered");
  });
});

test("a page that is loaded anew has its caller back within seconds", async ({
  exchange: { board },
  desk,
}) => {
  await board.call(CALLER, FROM);
  await desk.accept(WHO);
  await board.hears(CALLER, ["ann"]);
  await desk.page.reload();
  await expect(desk.page.getByText("You are in a call.")).toBeVisible();
  await board.hears(CALLER, ["ann"]);
  await Speaker.hears(desk.page, [CALLER_HZ], [AGENT_HZ]);
  await test.step("the caller hangs up, and the agent wraps up", async () => {
    await board.hangUp(CALLER);
    await desk.finish(WHO, "Question answered");
  });
});

test("a browser that dies gives its caller back to the line, where a colleague answers", async ({
  exchange: { board, centre },
  speaks,
}) => {
  test.skip(board.missing !== null, `NOT TRIED: ${board.missing ?? ""}`);
  const dying = await speaks(AGENT_HZ);
  const desk = await agentAt(dying.context, centre);
  await board.call(CALLER, FROM);
  await desk.accept(WHO);
  await board.hears(CALLER, ["ann"]);
  await dying.die();
  await board.hears(CALLER, [MUSIC]);
  const colleague = await agentAt((await speaks(COLLEAGUE_HZ)).context, centre, "supervisor");
  await colleague.accept(WHO);
  await board.hears(CALLER, ["ben"]);
  await colleague.page.getByRole("button", { name: "Hang up" }).click();
  await board.hasEnded(CALLER);
  await colleague.finish(WHO, "Question answered");
});
