import { describe, expect, it } from "vitest";
import type { Message } from "@onqueue/api/models";
import type { ServerFrame } from "./protocol";
import {
  INITIAL,
  lastSeq,
  reduce,
  THREADS_MAX,
  TYPING_MS,
  wholeTo,
  type LiveState,
} from "./reducer";

const NOW = 1_700_000_000_000;

function message(seq: number, part: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    conversation: "c1",
    seq,
    public_seq: seq,
    at: NOW + seq,
    kind: "customer",
    author_id: "",
    author_name: "",
    text: `text ${seq}`,
    code: "",
    params: {},
    attachments: [],
    seen_by_customer_at: null,
    language: "",
    ...part,
  };
}

function frames(state: LiveState, ...list: ServerFrame[]): LiveState {
  return list.reduce((old, frame) => reduce(old, { t: "frame", frame, now: NOW }), state);
}

function queue(id: string, waiting: number): unknown {
  return { id, name: id, waiting };
}

function seqs(state: LiveState, conversation = "c1"): number[] {
  return state.threads[conversation]?.items.map((item) => item.seq) ?? [];
}

const snapshot = (n: number, epoch = "e1"): ServerFrame => ({
  t: "snapshot",
  n,
  epoch,
  now_at: NOW,
  entities: { queue: { q1: queue("q1", 1) } as never },
});

describe("entities", () => {
  it("takes a snapshot as all there is", () => {
    const first = frames(INITIAL, snapshot(5), {
      t: "patch",
      n: 6,
      put: [["queue", "q2", queue("q2", 3)]],
      del: [],
    });
    expect(Object.keys(first.entities.queue)).toEqual(["q1", "q2"]);
    const again = frames(first, snapshot(9, "e2"));
    expect(Object.keys(again.entities.queue)).toEqual(["q1"]);
    expect([again.n, again.epoch]).toEqual([9, "e2"]);
  });

  it("puts and deletes by kind and id, and leaves other kinds untouched", () => {
    const before = frames(INITIAL, snapshot(5));
    const after = frames(before, {
      t: "patch",
      n: 7,
      put: [["queue", "q2", queue("q2", 2)]],
      del: [["queue", "q1"]],
    });
    expect(after.entities.queue).toEqual({ q2: queue("q2", 2) });
    expect(after.entities.agent).toBe(before.entities.agent);
    expect(before.entities.queue).toHaveProperty("q1");
    expect(after.n).toBe(7);
  });

  it("drops a patch that is older than what it has, and kinds it does not know", () => {
    const before = frames(INITIAL, snapshot(5));
    const old: ServerFrame = { t: "patch", n: 4, put: [["queue", "q1", queue("q1", 9)]], del: [] };
    expect(frames(before, old)).toBe(before);
    const odd: ServerFrame = { t: "patch", n: 6, put: [["planet", "x", {}]], del: [] };
    expect(frames(before, odd).entities).toEqual(before.entities);
  });
});

describe("messages", () => {
  const loaded = reduce(INITIAL, {
    t: "page",
    conversation: "c1",
    items: [message(3), message(4)],
    more: true,
    mode: "latest",
  });

  it("keeps each once and in order, whatever order they come in", () => {
    const state = frames(
      loaded,
      { t: "messages", conversation: "c1", items: [message(6), message(5)] },
      { t: "messages", conversation: "c1", items: [message(5), message(4)] },
    );
    expect(seqs(state)).toEqual([3, 4, 5, 6]);
    expect(state.threads["c1"]?.gap).toBe(false);
  });

  it("notices that one is missing, and starts again from the newest page", () => {
    const holed = frames(loaded, { t: "messages", conversation: "c1", items: [message(9)] });
    expect(holed.threads["c1"]?.gap).toBe(true);
    const mended = reduce(holed, {
      t: "page",
      conversation: "c1",
      items: [message(7), message(8)],
      more: true,
      mode: "latest",
    });
    expect(seqs(mended)).toEqual([7, 8, 9]);
    expect(mended.threads["c1"]?.gap).toBe(false);
    expect(mended.threads["c1"]?.hasEarlier).toBe(true);
  });

  it("reads backwards without forgetting", () => {
    const state = reduce(loaded, {
      t: "page",
      conversation: "c1",
      items: [message(1), message(2)],
      more: false,
      mode: "before",
    });
    expect(seqs(state)).toEqual([1, 2, 3, 4]);
    expect(state.threads["c1"]?.hasEarlier).toBe(false);
  });

  it("marks what the customer has seen, and never takes it back", () => {
    const state = frames(
      reduce(loaded, { t: "sent", message: message(5, { kind: "reply", author_id: "a" }) }),
      { t: "seen", conversation: "c1", seq: 5, at: NOW + 50 },
      { t: "seen", conversation: "c1", seq: 3, at: NOW + 60 },
    );
    expect(state.threads["c1"]?.seenByCustomer).toBe(5);
    expect(state.threads["c1"]?.items.at(-1)?.seen_by_customer_at).toBe(NOW + 50);
  });

  it("asks from before a message of others that it missed, not from its own after it", () => {
    const sent = reduce(loaded, { t: "sent", message: message(7, { kind: "reply" }) });
    const thread = sent.threads["c1"];
    expect(thread && [lastSeq(thread), wholeTo(thread)]).toEqual([7, 4]);
    const caughtUp = frames(sent, {
      t: "messages",
      conversation: "c1",
      items: [message(5), message(6), message(7, { kind: "reply" })],
    });
    expect(seqs(caughtUp).slice(-4)).toEqual([4, 5, 6, 7]);
    expect(caughtUp.threads["c1"] && wholeTo(caughtUp.threads["c1"])).toBe(7);
  });

  it("shows typing until the message comes or time passes", () => {
    const typing: ServerFrame = { t: "typing", conversation: "c1", who: "Olive", side: "customer" };
    const state = frames(loaded, typing);
    expect(state.threads["c1"]?.typing).toHaveLength(1);
    const said = frames(state, { t: "messages", conversation: "c1", items: [message(5)] });
    expect(said.threads["c1"]?.typing).toEqual([]);
    const later = reduce(state, { t: "settle", now: NOW + TYPING_MS });
    expect(later.threads["c1"]?.typing).toEqual([]);
  });

  it("keeps a bounded number of conversations, the newest", () => {
    let state = loaded;
    for (let index = 0; index < THREADS_MAX; index += 1) {
      const conversation = `d${index}`;
      state = frames(state, {
        t: "messages",
        conversation,
        items: [message(1, { conversation })],
      });
    }
    expect(Object.keys(state.threads)).toHaveLength(THREADS_MAX);
    expect(state.threads["c1"]).toBeUndefined();
    expect(lastSeq(state.threads["d39"] ?? ({ items: [] as Message[] } as never))).toBe(1);
  });
});

describe("the server's time", () => {
  const ahead = (frame: ServerFrame): number => frames(INITIAL, frame).skew;

  it("is told with the snapshot and with every beat", () => {
    const snapshot: ServerFrame = {
      t: "snapshot",
      n: 1,
      epoch: "e",
      now_at: NOW + 3_600_000,
      entities: {},
    };
    expect(ahead(snapshot)).toBe(3_600_000);
    expect(ahead({ t: "ping", now_at: NOW - 90_000 })).toBe(-90_000);
  });

  it("is not set anew for what a frame spends on its way", () => {
    const state = frames(INITIAL, { t: "ping", now_at: NOW + 60_000 });
    expect(frames(state, { t: "ping", now_at: NOW + 59_900 })).toEqual(state);
  });
});
