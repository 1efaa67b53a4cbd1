/** The notifications centre: what happened while this desk was open, newest first. */
import { useSyncExternalStore } from "react";

export interface Notice {
  id: string;
  at: number;
  /** Key of the sentence below `notice.` in the language files, and what fills it. */
  code: string;
  params: Record<string, string | number>;
  tone: "info" | "good" | "warn";
  conversation: string | null;
  read: boolean;
}

export const NOTICES_MAX = 50;

class Notices {
  private items: readonly Notice[] = [];
  private listeners = new Set<() => void>();

  get = (): readonly Notice[] => this.items;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(notice: Omit<Notice, "at" | "read">): boolean {
    if (this.items.some((old) => old.id === notice.id)) return false;
    this.set([{ ...notice, at: Date.now(), read: false }, ...this.items].slice(0, NOTICES_MAX));
    return true;
  }

  readAll(): void {
    if (this.items.some((item) => !item.read)) {
      this.set(this.items.map((item) => ({ ...item, read: true })));
    }
  }

  clear(): void {
    this.set([]);
  }

  private set(items: readonly Notice[]): void {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}

export const notices = new Notices();

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(notices.subscribe, notices.get, notices.get);
}
