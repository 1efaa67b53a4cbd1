import { beforeEach, describe, expect, it } from "vitest";
import { TYPING_SHOWN_MS } from "./client";
import { FakeBrowser, type FakeTab } from "./testing/browser";
import type { ClientFrame } from "./frames";

let browser: FakeBrowser;
let tab: FakeTab;

/** Long enough for a hello, a message and its acknowledgement. */
const A_MOMENT = 50;

async function settle(ms = A_MOMENT): Promise<void> {
  await browser.clock.advance(ms);
}

async function underWay(): Promise<void> {
  await settle();
  tab.client.begin({ name: "Ada" }, null);
  await settle();
  browser.server.become({ phase: "active", agent: "Mara" });
  await settle();
}

function pendingTexts(of: FakeTab): string[] {
  return of.client.view.pending.map(({ frame }) => (frame.t === "say" ? frame.text : frame.t));
}

function helloFrames(): Extract<ClientFrame, { t: "hello" }>[] {
  return browser.server.heard.filter((frame) => frame.t === "hello");
}

beforeEach(() => {
  browser = new FakeBrowser();
  tab = browser.openTab();
});

describe("a visitor who only looks", () => {
  it("leaves nothing in the browser", async () => {
    await settle();
    expect(tab.client.view.known).toBe(true);
    expect([...browser.stored.keys()]).toEqual([]);
  });

  it("is welcomed as a new visitor", async () => {
    await settle();
    expect(helloFrames()).toEqual([
      { t: "hello", widget: "w1", token: null, conversation: null, after: 0, lang: "en" },
    ]);
    expect(tab.client.view.state.phase).toBe("idle");
  });
});

describe("starting", () => {
  it("waits in line with the token kept for later", async () => {
    await settle();
    tab.client.begin({ name: "Ada" }, "Hello");
    await settle();
    expect(tab.client.view.state).toMatchObject({ phase: "waiting", position: 1, wait_low_s: 60 });
    expect(tab.client.view.pending).toEqual([]);
    expect(JSON.parse(browser.stored.get("onqueue.w1.session") ?? "")).toEqual({
      token: "token-1",
      conversation: null,
    });
    expect(browser.stored.get("onqueue.w1.live")).toBe("1");
  });

  it("keeps the form when the server refuses it", async () => {
    await settle();
    browser.server.intercept = (frame) => {
      if (frame.t !== "start") return false;
      browser.server.toAll({
        t: "error",
        code: "form.invalid",
        title: "That is not an email address.",
        field: "email",
        id: frame.id,
      });
      return true;
    };
    tab.client.begin({ email: "nowhere" }, null);
    await settle();
    const [item] = tab.client.view.pending;
    expect(item?.failure).toEqual({
      code: "form.invalid",
      title: "That is not an email address.",
      field: "email",
      fields: {},
    });
    expect(item?.frame).toMatchObject({ t: "start", form: { email: "nowhere" } });
  });
});

describe("messages", () => {
  beforeEach(underWay);

  it("go out in order, once, and come back with their number", async () => {
    for (const text of ["one", "two", "three"]) tab.client.say(text);
    expect(pendingTexts(tab)).toEqual(["one", "two", "three"]);
    await settle(200);
    expect(browser.server.texts()).toEqual(["one", "two", "three"]);
    expect(tab.texts()).toEqual(["one", "two", "three"]);
    expect(tab.client.view.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(tab.client.view.acked).toEqual([]);
    expect([...browser.stored.keys()].filter((key) => key.includes(".out."))).toEqual([]);
  });

  it("count as unread until they are read, and reading is told to the server", async () => {
    browser.server.say("Hello");
    browser.server.say("How can I help?");
    await settle();
    expect(tab.client.view.unread).toBe(2);
    tab.client.markRead();
    await settle();
    expect(tab.client.view.unread).toBe(0);
    expect(browser.server.heard.filter(({ t }) => t === "seen")).toEqual([{ t: "seen", seq: 2 }]);
  });

  it("that are refused are kept with the reason, and do not stop the next", async () => {
    browser.server.intercept = (frame) => {
      if (frame.t !== "say" || frame.text !== "too long") return false;
      const { id } = frame;
      browser.server.toAll({
        t: "error",
        code: "message.too_long",
        title: "Long",
        field: null,
        id,
      });
      return true;
    };
    tab.client.say("too long");
    tab.client.say("short");
    await settle(200);
    expect(browser.server.texts()).toEqual(["short"]);
    expect(pendingTexts(tab)).toEqual(["too long"]);
    expect(tab.client.view.pending[0]?.failure?.code).toBe("message.too_long");

    browser.server.intercept = null;
    tab.client.retry(tab.client.view.pending[0]?.frame.id ?? "");
    await settle();
    expect(browser.server.texts()).toEqual(["short", "too long"]);
    expect(pendingTexts(tab)).toEqual([]);
  });

  it("that come too fast wait as long as the server says, in order", async () => {
    let refusals = 1;
    browser.server.intercept = (frame) => {
      if (frame.t !== "say" || refusals === 0) return false;
      refusals -= 1;
      const error = { code: "rate.limited", title: "Slow down", field: null, id: frame.id };
      browser.server.toAll({ t: "error", ...error, retry_after_s: 7 });
      return true;
    };
    tab.client.say("one");
    tab.client.say("two");
    await settle(6_900);
    expect(browser.server.texts()).toEqual([]);
    await settle(200);
    expect(browser.server.texts()).toEqual(["one", "two"]);
    expect(tab.client.view.pending).toEqual([]);
  });

  it("typing shows for a while, or until the message comes", async () => {
    browser.server.toAll({ t: "typing", name: "Mara" });
    await settle();
    expect(tab.client.view.typing).toBe("Mara");
    await settle(TYPING_SHOWN_MS);
    expect(tab.client.view.typing).toBeNull();
    browser.server.toAll({ t: "typing", name: "Mara" });
    browser.server.say("Here I am");
    await settle();
    expect(tab.client.view.typing).toBeNull();
  });

  it("own typing is told at most every three seconds", async () => {
    for (let key = 0; key < 10; key += 1) {
      tab.client.typing();
      await settle(500);
    }
    expect(browser.server.heard.filter(({ t }) => t === "typing").length).toBe(2);
  });
});

describe("the end", () => {
  beforeEach(underWay);

  it("is asked for, then rated", async () => {
    tab.client.end();
    await settle();
    expect(tab.client.view.state.phase).toBe("ended");
    expect(browser.stored.has("onqueue.w1.live")).toBe(false);
    tab.client.rate(5, "Thank you");
    await settle();
    expect(tab.client.view.state.rated).toBe(true);
    expect(tab.client.view.pending).toEqual([]);
  });

  it("holds without acknowledgements, by the state alone", async () => {
    browser.server.intercept = (frame) => {
      if (frame.t === "end") browser.server.become({ phase: "ended" });
      return frame.t === "end";
    };
    tab.client.end();
    await settle();
    expect(tab.client.view.pending).toEqual([]);
  });
});

describe("what a server may send that does not fit", () => {
  beforeEach(underWay);

  it("broken and unknown frames are passed over", async () => {
    for (const socket of browser.server.sockets) {
      for (const text of ["{", "null", "[]", '{"t":5}', '{"t":"confetti"}'])
        socket.deliverText(text);
    }
    browser.server.say("Still here");
    await settle();
    expect(tab.texts()).toEqual(["Still here"]);
    expect(tab.client.view.link).toBe("up");
  });

  it("a forgotten token is dropped, and the visitor is new", async () => {
    browser.server.conversation = null;
    browser.server.toAll({ t: "error", code: "token.expired", title: "", field: null, id: null });
    await settle();
    expect(helloFrames().at(-1)).toMatchObject({ token: null, conversation: null, after: 0 });
    expect(tab.client.token).toBe("token-2");
  });

  it("a widget that is gone ends the chat", async () => {
    const error = { code: "widget.not_found", title: "Gone", field: null, id: null };
    browser.server.toAll({ t: "error", ...error });
    await settle();
    expect(tab.client.view.fatal?.code).toBe("widget.not_found");
    const { dials } = browser.server;
    await settle(600_000);
    expect(browser.server.dials).toBe(dials);
  });
});
