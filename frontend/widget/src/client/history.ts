/** Which public messages do we have, in order, each once, and is one missing between them? */

import type { Message } from "./frames";

export type Taken = "new" | "known" | "gap";

export class History {
  /** The highest number up to which nothing is missing. */
  last = 0;
  messages: readonly Message[] = [];
  private early = new Map<number, Message>();

  take(message: Message): Taken {
    if (message.seq <= this.last || this.early.has(message.seq)) return "known";
    this.early.set(message.seq, message);
    return this.advance() ? "new" : "gap";
  }

  /**
   * The server was asked again and still has nothing in between: what it has is the truth.
   * Without this, a message the server cannot show would stop all that follow it.
   */
  acceptGaps(): void {
    while (this.early.size > 0) {
      this.last = Math.min(...this.early.keys()) - 1;
      this.advance();
    }
  }

  get hasGap(): boolean {
    return this.early.size > 0;
  }

  /** Before the server is asked again from `last` on. */
  forgetEarly(): void {
    this.early.clear();
  }

  has(id: string): boolean {
    return this.messages.some((message) => message.id === id);
  }

  clear(): void {
    this.last = 0;
    this.messages = [];
    this.early.clear();
  }

  private advance(): boolean {
    const before = this.last;
    const added: Message[] = [];
    for (;;) {
      const next = this.early.get(this.last + 1);
      if (!next) break;
      this.early.delete(next.seq);
      this.last = next.seq;
      added.push(next);
    }
    if (added.length > 0) this.messages = [...this.messages, ...added];
    return this.last > before;
  }
}
