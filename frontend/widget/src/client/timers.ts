/** Named timers and subscriptions: setting one again replaces it, and all end together. */

import type { Cancel, World } from "./world";

export class Timers {
  private readonly world: World;
  private readonly cancels = new Map<string, Cancel>();

  constructor(world: World) {
    this.world = world;
  }

  has(name: string): boolean {
    return this.cancels.has(name);
  }

  wait(name: string, ms: number, run: () => void): void {
    this.set(
      name,
      this.world.after(ms, () => {
        this.cancels.delete(name);
        run();
      }),
    );
  }

  set(name: string, cancel: Cancel): void {
    this.unset(name);
    this.cancels.set(name, cancel);
  }

  unset(name: string): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
  }

  clear(): void {
    for (const name of [...this.cancels.keys()]) this.unset(name);
  }
}
