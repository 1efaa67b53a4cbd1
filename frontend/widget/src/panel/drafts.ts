/** What has been typed but not sent: kept for this tab, so that a reload loses nothing. */

import { keptStore } from "../client/browser";
import type { Store } from "../client/world";

export class Drafts {
  private readonly store: Store;
  private readonly prefix: string;

  constructor(widget: string, store: Store = keptStore(() => sessionStorage)) {
    this.prefix = `onqueue.${widget}.draft.`;
    this.store = store;
  }

  read<T>(name: string, otherwise: T): T {
    try {
      return JSON.parse(this.store.get(this.prefix + name) ?? "") as T;
    } catch {
      return otherwise;
    }
  }

  keep(name: string, value: unknown): void {
    this.store.set(this.prefix + name, JSON.stringify(value));
  }

  drop(name: string): void {
    this.store.remove(this.prefix + name);
  }
}
