/**
 * The files that wait to be sent, of each conversation.
 *
 * They stay while one looks at another conversation, where they go on being uploaded; those that
 * have arrived survive a reload of the page, as the text does that they belong to.
 */
import type { Attachment } from "@onqueue/api/models";
import type { Upload } from "./uploads";

const PREFIX = "onqueue.files.";
const NONE: readonly Upload[] = [];

function arrived(file: Attachment): Upload {
  const { id, name, size } = file;
  return { key: id, name, size, progress: 1, file, error: null, abort: () => undefined };
}

class Trays {
  private known = new Map<string, readonly Upload[]>();
  private listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversation: string): readonly Upload[] {
    let items = this.known.get(conversation);
    if (items === undefined) {
      items = this.load(conversation);
      this.known.set(conversation, items);
    }
    return items;
  }

  change(conversation: string, next: (old: readonly Upload[]) => readonly Upload[]): void {
    const items = next(this.of(conversation));
    this.known.set(conversation, items);
    const files = items.flatMap(({ file }) => file ?? []);
    try {
      if (files.length === 0) sessionStorage.removeItem(PREFIX + conversation);
      else sessionStorage.setItem(PREFIX + conversation, JSON.stringify(files));
    } catch {
      // A full storage costs only the survival of a reload.
    }
    for (const listener of this.listeners) listener();
  }

  /** Signing out takes along what was not sent: it belonged to that person. */
  forget(): void {
    for (const items of this.known.values()) for (const { abort } of items) abort();
    this.known.clear();
    for (const listener of this.listeners) listener();
  }

  private load(conversation: string): readonly Upload[] {
    try {
      const text = sessionStorage.getItem(PREFIX + conversation);
      return text === null ? NONE : (JSON.parse(text) as Attachment[]).map(arrived);
    } catch {
      return NONE;
    }
  }
}

export const trays = new Trays();
