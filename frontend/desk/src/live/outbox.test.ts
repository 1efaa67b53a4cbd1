import { describe, expect, it, vi } from "vitest";
import type { Message, MessageDraft } from "@onqueue/api/models";
import { Problem, Unreachable } from "@onqueue/api/problem";
import { Outbox, OUTBOX_MAX } from "./outbox";

type Post = (conversation: string, draft: MessageDraft) => Promise<Message>;

const item = (id: string, text = "hello") => ({
  id,
  conversation: "c1",
  kind: "reply" as const,
  text,
  attachments: [],
});
const stored = (draft: MessageDraft): Message => ({ ...draft, seq: 1 }) as unknown as Message;

function memory(): Pick<Storage, "getItem" | "setItem"> & { value: string | null } {
  return {
    value: null,
    getItem() {
      return this.value;
    },
    setItem(_key: string, value: string) {
      this.value = value;
    },
  };
}

function make(post: Post) {
  const sent: string[] = [];
  const storage = memory();
  const waits: number[] = [];
  const outbox = new Outbox({
    post,
    onSent: (message) => sent.push(message.id),
    storage,
    now: () => 5,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
  return { outbox, sent, storage, waits };
}

describe("Outbox", () => {
  it("sends in order, one after the other", async () => {
    const order: string[] = [];
    const { outbox, sent } = make(async (_conversation, draft) => {
      order.push(`start ${draft.id}`);
      await Promise.resolve();
      order.push(`end ${draft.id}`);
      return stored(draft);
    });
    outbox.send(item("message-1"));
    outbox.send(item("message-2"));
    await vi.waitFor(() => expect(sent).toEqual(["message-1", "message-2"]));
    expect(order).toEqual(["start message-1", "end message-1", "start message-2", "end message-2"]);
    expect(outbox.get()).toEqual([]);
  });

  it("tries again with the same id when nobody answers", async () => {
    const ids: string[] = [];
    const { outbox, sent, waits } = make((_conversation, draft) => {
      ids.push(draft.id);
      return ids.length < 3 ? Promise.reject(new Unreachable()) : Promise.resolve(stored(draft));
    });
    outbox.send(item("message-1"));
    await vi.waitFor(() => expect(sent).toEqual(["message-1"]));
    expect(ids).toEqual(["message-1", "message-1", "message-1"]);
    expect(waits).toEqual([500, 1_000]);
  });

  it("stops at a refusal, keeps the text, and lets the next one go", async () => {
    const { outbox, sent } = make((_conversation, draft) =>
      draft.id === "message-1"
        ? Promise.reject(new Problem({ title: "Too long.", status: 422, code: "message.too_long" }))
        : Promise.resolve(stored(draft)),
    );
    outbox.send(item("message-1", "long text"));
    outbox.send(item("message-2"));
    await vi.waitFor(() => expect(sent).toEqual(["message-2"]));
    expect(outbox.get()).toMatchObject([
      { id: "message-1", text: "long text", status: "refused", reason: "Too long." },
    ]);
  });

  it("sends a refused one again when asked, and forgets a discarded one", async () => {
    let refuse = true;
    const { outbox, sent } = make((_conversation, draft) =>
      refuse
        ? Promise.reject(new Problem({ title: "No.", status: 409, code: "x" }))
        : Promise.resolve(stored(draft)),
    );
    outbox.send(item("message-1"));
    await vi.waitFor(() => expect(outbox.get()[0]?.status).toBe("refused"));
    refuse = false;
    outbox.retry("message-1");
    await vi.waitFor(() => expect(sent).toEqual(["message-1"]));
    refuse = true;
    outbox.send(item("message-2"));
    await vi.waitFor(() => expect(outbox.get()[0]?.status).toBe("refused"));
    outbox.discard("message-2");
    expect(outbox.get()).toEqual([]);
  });

  it("survives a reload, and does not take the same message twice", async () => {
    const never = make(() => new Promise<Message>(() => undefined));
    never.outbox.send(item("message-1"));
    never.outbox.send(item("message-1"));
    expect(never.outbox.get()).toHaveLength(1);
    const posted: string[] = [];
    const again = new Outbox({
      post: (_conversation, draft) => {
        posted.push(draft.id);
        return Promise.resolve(stored(draft));
      },
      onSent: () => undefined,
      storage: never.storage,
    });
    again.resume();
    await vi.waitFor(() => expect(again.get()).toEqual([]));
    expect(posted).toEqual(["message-1"]);
  });

  it("has room for so many and no more", () => {
    const { outbox } = make(() => new Promise<Message>(() => undefined));
    for (let index = 0; index < OUTBOX_MAX; index += 1) {
      expect(outbox.send(item(`message-${index}`))).toBe(true);
    }
    expect(outbox.send(item("one-too-many"))).toBe(false);
    expect(outbox.get()).toHaveLength(OUTBOX_MAX);
  });
});
