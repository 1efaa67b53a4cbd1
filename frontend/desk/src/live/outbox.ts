/**
 * Messages on their way out. Each has an id made here, so sending it twice is harmless.
 *
 * Within a conversation they go one after the other, so they arrive in the order they were
 * written. No answer means try again; a refusal stops that message, keeps its text, and lets
 * the next one go. What has not been acknowledged survives a reload.
 */
import type { Message, MessageDraft, OwnMessageKind } from "@onqueue/api/models";
import { Problem } from "@onqueue/api/problem";

export interface Outgoing {
  id: string;
  conversation: string;
  kind: OwnMessageKind;
  text: string;
  attachments: { id: string; name: string }[];
  at: number;
  status: "sending" | "waiting" | "refused";
  attempts: number;
  reason: string | null;
}

export interface OutboxOptions {
  post: (conversation: string, draft: MessageDraft) => Promise<Message>;
  onSent: (message: Message) => void;
  storage?: Pick<Storage, "getItem" | "setItem">;
  now?: () => number;
  wait?: (ms: number) => Promise<void>;
}

const KEY = "onqueue.outbox";
export const OUTBOX_MAX = 100;
export const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Outbox {
  private items: readonly Outgoing[] = [];
  private listeners = new Set<() => void>();
  private running = new Set<string>();
  private wakers = new Map<string, () => void>();
  private readonly options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.items = this.load();
  }

  get = (): readonly Outgoing[] => this.items;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether there was room for it. */
  send(item: Pick<Outgoing, "id" | "conversation" | "kind" | "text" | "attachments">): boolean {
    if (this.items.length >= OUTBOX_MAX) return false;
    if (this.items.some((old) => old.id === item.id)) return true;
    const at = (this.options.now ?? Date.now)();
    this.set([...this.items, { ...item, at, status: "sending", attempts: 0, reason: null }]);
    void this.drain(item.conversation);
    return true;
  }

  retry(id: string): void {
    const item = this.items.find((one) => one.id === id);
    if (item === undefined) return;
    this.change(id, { status: "sending", reason: null });
    this.wakers.get(item.conversation)?.();
    void this.drain(item.conversation);
  }

  discard(id: string): void {
    this.set(this.items.filter((item) => item.id !== id));
  }

  /** Signing out takes what was not sent along: it belonged to that person. */
  clear(): void {
    this.set([]);
  }

  /** The network is back, or the page was loaded again. */
  resume(): void {
    for (const wake of this.wakers.values()) wake();
    for (const conversation of new Set(this.items.map((item) => item.conversation))) {
      void this.drain(conversation);
    }
  }

  private async drain(conversation: string): Promise<void> {
    if (this.running.has(conversation)) return;
    this.running.add(conversation);
    try {
      for (;;) {
        const next = this.items.find(
          (item) => item.conversation === conversation && item.status !== "refused",
        );
        if (next === undefined) return;
        const again = await this.attempt(next);
        if (again !== null) await this.pause(conversation, again);
      }
    } finally {
      this.running.delete(conversation);
    }
  }

  /** How long to wait before the next attempt, or null when this message is settled. */
  private async attempt(item: Outgoing): Promise<number | null> {
    try {
      const message = await this.options.post(item.conversation, {
        id: item.id,
        kind: item.kind,
        text: item.text,
        attachments: item.attachments.map((file) => file.id),
      });
      this.options.onSent(message);
      this.discard(item.id);
      return null;
    } catch (error) {
      if (error instanceof Problem && !LATER.has(error.status)) {
        this.change(item.id, { status: "refused", reason: error.message });
        return null;
      }
      const attempts = item.attempts + 1;
      this.change(item.id, { status: "waiting", attempts });
      return RETRY_MS[Math.min(attempts, RETRY_MS.length) - 1] ?? 15_000;
    }
  }

  private async pause(conversation: string, ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => this.wakers.set(conversation, resolve));
    const wait = this.options.wait ?? ((time) => new Promise((done) => setTimeout(done, time)));
    await Promise.race([wait(ms), woken]);
    this.wakers.delete(conversation);
  }

  private change(id: string, part: Partial<Outgoing>): void {
    this.set(this.items.map((item) => (item.id === id ? { ...item, ...part } : item)));
  }

  private set(items: readonly Outgoing[]): void {
    this.items = items;
    try {
      this.options.storage?.setItem(KEY, JSON.stringify(items));
    } catch {
      // A full or forbidden storage costs only the survival of a reload.
    }
    for (const listener of this.listeners) listener();
  }

  private load(): Outgoing[] {
    try {
      return JSON.parse(this.options.storage?.getItem(KEY) ?? "[]") as Outgoing[];
    } catch {
      return [];
    }
  }
}
