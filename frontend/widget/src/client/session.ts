/** What this browser remembers of the visitor, and only once the visitor has sent something. */

import type { Store } from "./world";

export interface Session {
  token: string | null;
  conversation: string | null;
}

export const NO_SESSION: Session = { token: null, conversation: null };

/** Everything is named by the widget, so that two widgets on one site do not mix. */
export function prefixOf(widget: string): string {
  return `onqueue.${widget}.`;
}

export class Memory {
  readonly prefix: string;
  readonly sessionKey: string;
  private readonly store: Store;

  constructor(store: Store, widget: string) {
    this.store = store;
    this.prefix = prefixOf(widget);
    this.sessionKey = `${this.prefix}session`;
  }

  session(): Session {
    try {
      const text = this.store.get(this.sessionKey);
      const { token, conversation } = JSON.parse(text ?? "{}") as Partial<Session>;
      return { token: token ?? null, conversation: conversation ?? null };
    } catch {
      return NO_SESSION;
    }
  }

  keep(session: Session): void {
    const text = JSON.stringify(session);
    if (this.store.get(this.sessionKey) !== text) {
      this.store.set(this.sessionKey, text);
    }
  }

  forget(): void {
    for (const name of ["session", "live", "read"]) this.store.remove(this.prefix + name);
  }

  readTo(): number {
    return Number(this.store.get(`${this.prefix}read`) ?? 0) || 0;
  }

  keepReadTo(seq: number): void {
    if (seq > 0) this.store.set(`${this.prefix}read`, String(seq));
    else this.store.remove(`${this.prefix}read`);
  }

  /** The loader looks at this key: is there a reason to load the panel before it is opened? */
  keepLive(live: boolean): void {
    const key = `${this.prefix}live`;
    if (live === (this.store.get(key) === "1")) return;
    if (live) this.store.set(key, "1");
    else this.store.remove(key);
  }
}
