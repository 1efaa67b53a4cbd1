/**
 * Sends what is in the outbox: one item at a time, so that their order holds, and from one tab at
 * a time. The tab in which the customer last sent something takes over from the others, because a
 * tab in the background may be asleep; when it is closed, another one goes on.
 */

import type { ErrorFrame, FileRef, KeptFrame } from "./frames";
import { Outbox, type Failure, type Item } from "./outbox";
import { Timers } from "./timers";
import type { World } from "./world";

export const ACK_MS_MAX = 10_000;
const LATER_S = 5;
/** The item stays in the outbox and is tried again. */
const LATER = /^(rate\.limited|server\.busy|too_many|(.+\.)?unavailable)$/;

export interface SenderEvents {
  transmit(frame: KeptFrame): void;
  /** Acknowledged, here or in another tab. */
  onSent(items: readonly Item[]): void;
  /** The server's refusal of something that nobody typed a text for. */
  onNotice(failure: Failure): void;
  onChange(): void;
  /** No acknowledgement came: the connection cannot be trusted. */
  onStuck(): void;
}

export class Sender {
  readonly outbox: Outbox;
  private readonly world: World;
  private readonly events: SenderEvents;
  private readonly timers: Timers;
  private readonly lock: string;
  private inFlight: string | null = null;
  private holder = false;
  private up = false;

  constructor(world: World, prefix: string, events: SenderEvents) {
    this.world = world;
    this.events = events;
    this.timers = new Timers(world);
    this.outbox = new Outbox(world, `${prefix}out.`);
    this.lock = `${prefix}sender`;
  }

  start(): void {
    this.claim(false);
  }

  stop(): void {
    this.timers.clear();
    this.holder = this.up = false;
    this.inFlight = null;
  }

  newId(): string {
    return this.outbox.newId();
  }

  put(frame: KeptFrame, files: FileRef[]): boolean {
    if (!this.outbox.add(frame, files)) return false;
    this.takeOver();
    return true;
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.takeOver();
  }

  discard(id: string): void {
    this.outbox.remove(id);
    this.events.onChange();
  }

  /** The server has welcomed us (true), or the connection is gone (false). */
  setUp(up: boolean): void {
    this.up = up;
    this.settle();
    this.timers.unset("later");
    this.flush();
  }

  acknowledge(id: string): void {
    const item = this.outbox.find(id);
    if (item) {
      this.outbox.remove(id);
      this.events.onSent([item]);
    }
    if (this.inFlight === id) this.settle();
    this.flush();
  }

  refuse(id: string, frame: ErrorFrame): void {
    const { code, title, field, fields = {}, retry_after_s: retryAfterS } = frame;
    const failure = { code, title, field, fields };
    const kind = this.outbox.find(id)?.frame.t;
    const laterS = retryAfterS ?? (LATER.test(code) ? LATER_S : null);
    if (laterS !== null) {
      this.timers.wait("later", laterS * 1_000, () => this.flush());
    } else if (kind === "end" || kind === "rate") {
      this.outbox.remove(id);
      this.events.onNotice(failure);
    } else this.outbox.fail(id, failure);
    if (this.inFlight === id) this.settle();
    this.events.onChange();
    this.flush();
  }

  /** Another tab has added, sent or discarded something. */
  reload(): void {
    const before = this.outbox.all();
    this.outbox.reload();
    const gone = before.filter((item) => !item.failure && !this.outbox.find(item.frame.id));
    if (gone.length > 0) this.events.onSent(gone);
    if (this.inFlight && !this.outbox.find(this.inFlight)) this.settle();
    this.flush();
  }

  private takeOver(): void {
    this.events.onChange();
    if (!this.holder) this.claim(true);
    this.flush();
  }

  private claim(steal: boolean): void {
    const gain = () => {
      this.holder = true;
      this.outbox.reload();
      this.flush();
    };
    const lose = () => {
      this.holder = false;
      this.settle();
      this.claim(false);
    };
    this.timers.set("lock", this.world.hold(this.lock, steal, gain, lose));
  }

  private flush(): void {
    if (!this.holder || !this.up || this.inFlight || this.timers.has("later")) return;
    const item = this.outbox.next();
    if (!item) return;
    this.inFlight = item.frame.id;
    this.timers.wait("ack", ACK_MS_MAX, () => this.events.onStuck());
    this.events.transmit(item.frame);
  }

  private settle(): void {
    this.inFlight = null;
    this.timers.unset("ack");
  }
}
