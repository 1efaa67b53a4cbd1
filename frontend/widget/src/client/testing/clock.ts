/** Virtual time: nothing passes until a test says so. */

import type { Cancel } from "../world";

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

export class VirtualClock {
  now = 1_700_000_000_000;
  private timers: Timer[] = [];
  private order = 0;

  after(delayMs: number, run: () => void): Cancel {
    this.order += 1;
    const timer = { at: this.now + delayMs, order: this.order, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Runs what falls due, in order, and lets promises finish in between. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await letPromisesFinish();
      const [next] = this.timers.filter(({ at }) => at <= until).sort(inOrder);
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = until;
  }
}

function inOrder(a: Timer, b: Timer): number {
  return a.at - b.at || a.order - b.order;
}

async function letPromisesFinish(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
