/** Nothing that a customer sends or is sent is lost or doubled, whatever breaks. */

import { beforeEach, describe, expect, it } from "vitest";
import { ACK_MS_MAX } from "./sender";
import { FakeBrowser, type FakeTab } from "./testing/browser";
import type { ClientFrame } from "./frames";

let browser: FakeBrowser;
let tab: FakeTab;

const A_MOMENT = 50;
/** Longer than two failed attempts and their pauses. */
const A_WHILE = 5_000;

async function settle(ms = A_MOMENT): Promise<void> {
  await browser.clock.advance(ms);
}

function firstSocket() {
  const [socket] = browser.server.sockets;
  if (!socket) throw new Error("no socket");
  return socket;
}

function lastHello(): ClientFrame | undefined {
  return browser.server.heard.filter(({ t }) => t === "hello").at(-1);
}

function expectBothToHave(texts: string[], of: FakeTab = tab): void {
  expect(browser.server.texts()).toEqual(texts);
  expect(of.texts()).toEqual(texts);
  expect(of.client.view.pending).toEqual([]);
  expect(of.client.view.acked).toEqual([]);
}

beforeEach(async () => {
  browser = new FakeBrowser();
  tab = browser.openTab();
  await settle();
  tab.client.begin({ name: "Ada" }, null);
  await settle();
  browser.server.become({ phase: "active", agent: "Mara" });
  tab.client.say("before");
  await settle();
});

describe("between the message and its acknowledgement", () => {
  it("the acknowledgement is lost: sent again, stored once", async () => {
    let lost = 0;
    browser.server.intercept = (frame) => {
      if (frame.t !== "say" || lost > 0) return false;
      lost += 1;
      const socket = firstSocket();
      socket.mute = true;
      browser.server.apply(frame);
      return true;
    };
    tab.client.say("hello");
    await settle();
    expect(tab.client.view.pending.length).toBe(1);
    await settle(ACK_MS_MAX + A_MOMENT);
    expectBothToHave(["before", "hello"]);
  });

  it("the socket dies after the commit: the message comes back on the next one", async () => {
    browser.server.intercept = (frame, socket) => {
      if (frame.t !== "say" || !socket) return false;
      browser.server.intercept = null;
      browser.server.cut(socket);
      browser.server.apply(frame);
      return true;
    };
    tab.client.say("hello");
    await settle(A_WHILE);
    expectBothToHave(["before", "hello"]);
  });

  it("the socket dies before the commit: sent again", async () => {
    browser.server.intercept = (frame, socket) => {
      if (frame.t !== "say" || !socket) return false;
      browser.server.intercept = null;
      browser.server.cut(socket);
      return true;
    };
    tab.client.say("hello");
    tab.client.say("are you there?");
    await settle(A_WHILE);
    expectBothToHave(["before", "hello", "are you there?"]);
  });

  it("the server ignores it without a word: the connection is made anew", async () => {
    browser.server.intercept = (frame) => {
      if (frame.t === "say") browser.server.intercept = null;
      return frame.t === "say";
    };
    tab.client.say("hello");
    await settle(ACK_MS_MAX + A_MOMENT);
    expectBothToHave(["before", "hello"]);
  });
});

describe("the network", () => {
  it("is cut for ten seconds: both sides catch up", async () => {
    browser.setOnline(false);
    tab.client.say("into the dark");
    browser.server.say("Are you still there?");
    await settle(10_000);
    expect(tab.client.view.link).toBe("down");
    expect(tab.client.view.pending.length).toBe(1);
    browser.setOnline(true);
    await settle();
    expect(lastHello()).toMatchObject({ token: "token-1", after: 1 });
    await settle();
    expectBothToHave(["before", "Are you still there?", "into the dark"]);
  });

  it("goes silent without closing: noticed within 30 seconds", async () => {
    firstSocket().mute = true;
    browser.server.say("Hello?");
    await settle(30_000 + 1_000);
    expectBothToHave(["before", "Hello?"]);
    expect(tab.client.view.link).toBe("up");
  });

  it("was asleep with the tab: coming back to it connects at once", async () => {
    firstSocket().mute = true;
    browser.server.say("Hello?");
    await settle(20_000);
    tab.signal("shown");
    await settle();
    expectBothToHave(["before", "Hello?"]);
  });
});

describe("the server", () => {
  it("is killed and restarted with a new epoch: the conversation goes on", async () => {
    browser.server.kill();
    tab.client.say("while you were away");
    await settle(20_000);
    expect(tab.client.view.link).toBe("down");
    browser.server.restart();
    browser.server.say("We are back");
    await settle(60_000);
    expectBothToHave(["before", "We are back", "while you were away"]);
    expect(tab.client.view.state.phase).toBe("active");
  });

  it("comes back from an older backup: its truth is taken, unsent items follow", async () => {
    browser.server.say("lost in the backup");
    await settle();
    browser.server.kill();
    browser.server.messages.pop();
    browser.server.messages.pop();
    tab.client.say("after");
    await settle(1_000);
    browser.server.restart();
    await settle(60_000);
    expectBothToHave(["after"]);
  });

  it("says resync: asked again from the last number", async () => {
    firstSocket().deliver({ t: "resync" });
    browser.server.intercept = null;
    await settle();
    expect(lastHello()).toMatchObject({ after: 1 });
    expect(tab.client.view.link).toBe("up");
    expectBothToHave(["before"]);
  });

  it("retries grow and are jittered", async () => {
    browser.server.kill();
    browser.server.pollsPass = false;
    const { dials } = browser.server;
    const times: number[] = [];
    const from = browser.clock.now;
    let seen = dials;
    for (let step = 0; step < 60_000; step += 10) {
      await settle(10);
      if (browser.server.dials > seen) times.push(browser.clock.now - from);
      seen = browser.server.dials;
    }
    // 0.65 of 1, 2, 4, 8 … seconds between attempts; every other attempt is a poll.
    expect(times).toEqual([650, 1_960, 9_770, 39_680]);
  });
});

describe("gaps and repeats", () => {
  const hello = {
    id: "m",
    from: "agent",
    name: "Mara",
    files: [],
    code: null,
    params: {},
  } as const;

  it("a message seen before is dropped", async () => {
    const frame = { t: "message", ...hello, seq: 1, at: 1, text: "before" } as const;
    browser.server.toAll(frame);
    await settle();
    expectBothToHave(["before"]);
  });

  it("two that overtake each other are put in order without asking", async () => {
    const hellos = browser.server.heard.filter(({ t }) => t === "hello").length;
    browser.server.toAll({ t: "message", ...hello, id: "c", seq: 3, at: 3, text: "three" });
    browser.server.toAll({ t: "message", ...hello, id: "b", seq: 2, at: 2, text: "two" });
    await settle(3_000);
    expect(tab.texts()).toEqual(["before", "two", "three"]);
    expect(browser.server.heard.filter(({ t }) => t === "hello").length).toBe(hellos);
  });

  it("a missing one is asked for", async () => {
    const socket = firstSocket();
    socket.mute = true;
    browser.server.say("two");
    await settle();
    socket.mute = false;
    browser.server.say("three");
    await settle();
    expect(tab.texts()).toEqual(["before"]);
    await settle(1_100);
    expect(lastHello()).toMatchObject({ after: 1 });
    expectBothToHave(["before", "two", "three"]);
  });

  it("a number that the server does not have is passed over after asking once", async () => {
    browser.server.messages.push({ ...hello, seq: 9, at: 9, text: "nine" });
    browser.server.toAll({ t: "message", ...hello, seq: 9, at: 9, text: "nine" });
    await settle(5_000);
    expect(tab.texts()).toEqual(["before", "nine"]);
    expect(tab.client.view.link).toBe("up");
  });
});

describe("reload", () => {
  it("brings the whole conversation back", async () => {
    browser.server.say("Hello");
    await settle();
    tab.close();
    tab = browser.openTab();
    await settle();
    expect(lastHello()).toMatchObject({ token: "token-1", after: 0 });
    expectBothToHave(["before", "Hello"]);
  });

  it("with a full outbox sends what was left, in order, once", async () => {
    browser.setOnline(false);
    for (const text of ["one", "two", "three"]) tab.client.say(text);
    await settle();
    tab.close();
    expect(browser.server.texts()).toEqual(["before"]);
    browser.setOnline(true);
    tab = browser.openTab();
    expect(tab.client.view.pending.length).toBe(3);
    await settle(200);
    expectBothToHave(["before", "one", "two", "three"]);
    expect(browser.server.arrivals("say").length).toBe(4);
  });

  it("between commit and acknowledgement doubles nothing", async () => {
    tab.client.say("one");
    await settle(6);
    expect(browser.server.texts()).toEqual(["before", "one"]);
    tab.close();
    tab = browser.openTab();
    expect(tab.client.view.pending.length).toBe(1);
    await settle(200);
    expectBothToHave(["before", "one"]);
  });
});

function session(conversation: string): string {
  return JSON.stringify({ token: "token-1", conversation });
}

describe("a second tab", () => {
  let other: FakeTab;

  beforeEach(async () => {
    other = browser.openTab();
    await settle();
  });

  it("shows the same conversation, and each sees what the other sends", async () => {
    tab.client.say("from the first");
    await settle();
    other.client.say("from the second");
    await settle();
    const texts = ["before", "from the first", "from the second"];
    expectBothToHave(texts);
    expectBothToHave(texts, other);
  });

  it("offline, both type; each item is sent once, in the order of typing", async () => {
    browser.setOnline(false);
    tab.client.say("one");
    await settle();
    other.client.say("two");
    await settle();
    tab.client.say("three");
    await settle();
    expect(other.client.view.pending.length).toBe(3);
    browser.setOnline(true);
    await settle(200);
    const texts = ["before", "one", "two", "three"];
    expectBothToHave(texts);
    expectBothToHave(texts, other);
    expect(browser.server.arrivals("say").length).toBe(4);
  });

  it("sends what a tab that was closed had left", async () => {
    browser.setOnline(false);
    other.client.say("last words");
    await settle();
    other.close();
    browser.setOnline(true);
    await settle(200);
    expectBothToHave(["before", "last words"]);
  });

  it("reads: the first one's count goes to zero as well", async () => {
    browser.server.say("Hello");
    await settle();
    expect(tab.client.view.unread).toBe(1);
    other.client.markRead();
    await settle();
    expect(tab.client.view.unread).toBe(0);
  });

  it("opened before the start becomes the same visitor", async () => {
    const fresh = new FakeBrowser();
    browser = fresh;
    const first = fresh.openTab();
    const second = fresh.openTab();
    await settle();
    expect([first.client.token, second.client.token]).toEqual(["token-1", "token-2"]);
    first.client.begin({}, null);
    await settle();
    expect(second.client.token).toBe("token-1");
    expect(second.client.view.state.phase).toBe("waiting");
  });

  it("hears of a conversation that the other has begun", async () => {
    await settle(A_WHILE);
    browser.server.conversation = "conversation-2";
    browser.server.messages = [];
    browser.stored.set("onqueue.w1.session", session("conversation-2"));
    for (const one of browser.tabs) one.stored("onqueue.w1.session");
    browser.server.say("Hello again");
    await settle();
    expectBothToHave(["Hello again"]);
    expectBothToHave(["Hello again"], other);
  });
});

describe("a new conversation after the old one", () => {
  it("begins with an empty history when the server welcomes to it", async () => {
    const { server } = browser;
    server.conversation = "conversation-1";
    firstSocket().deliver(welcome("conversation-1"));
    server.become({ phase: "ended" });
    await settle();
    server.conversation = "conversation-2";
    server.messages = [];
    firstSocket().deliver(welcome("conversation-2"));
    await settle();
    expect(tab.texts()).toEqual([]);
    server.say("Hello again");
    await settle();
    expectBothToHave(["Hello again"]);
    expect(tab.client.token).toBe("token-1");
  });

  function welcome(conversation: string) {
    const { state } = browser.server;
    const at = { open: true, opens_at: null };
    return { t: "welcome", token: null, conversation, state, ...at } as const;
  }
});

describe("no sockets on this network", () => {
  beforeEach(async () => {
    browser.server.socketsPass = false;
    browser.server.cut(firstSocket());
    await settle(A_WHILE);
  });

  it("goes on by long poll after two failures", async () => {
    expect(browser.server.sockets.size).toBe(0);
    expect(tab.client.view.link).toBe("up");
    tab.client.say("by post");
    await settle(100);
    browser.server.say("and back");
    await settle(100);
    expectBothToHave(["before", "by post", "and back"]);
    expect(browser.server.arrivals("say").length).toBe(2);
  });

  it("tells once how far the customer has read", async () => {
    browser.server.say("Hello");
    await settle(100);
    tab.client.markRead();
    await settle(25_000);
    expect(browser.server.heard.filter(({ t }) => t === "seen")).toEqual([{ t: "seen", seq: 2 }]);
  });

  it("returns to the socket when it works again", async () => {
    browser.server.socketsPass = true;
    await settle(31_000);
    expect(browser.server.sockets.size).toBe(1);
    tab.client.say("by wire");
    await settle();
    expectBothToHave(["before", "by wire"]);
    expect(tab.client.view.link).toBe("up");
  });

  it("asks for sockets less and less often", async () => {
    const { dials } = browser.server;
    await settle(300_000);
    expect(browser.server.dials - dials).toBe(3);
  });
});
