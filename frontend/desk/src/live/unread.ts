/** How far I have read in each conversation, kept in this tab. */
import { useCallback, useSyncExternalStore } from "react";
import type { ContactEntity } from "./protocol";
import type { LiveState, Thread } from "./reducer";
import { useLive } from "./store";

const KEY = "onqueue.read";
export const READ_MAX = 200;

class ReadMarks {
  private marks: Record<string, number>;
  private listeners = new Set<() => void>();

  constructor() {
    try {
      this.marks = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, number>;
    } catch {
      this.marks = {};
    }
  }

  get = (): Record<string, number> => this.marks;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether the mark moved. */
  mark(conversation: string, seq: number): boolean {
    if ((this.marks[conversation] ?? -1) >= seq) return false;
    const kept = Object.entries(this.marks).filter(([id]) => id !== conversation);
    this.marks = Object.fromEntries([...kept.slice(-READ_MAX), [conversation, seq]]);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.marks));
    } catch {
      // Only the marks are lost.
    }
    for (const listener of this.listeners) listener();
    return true;
  }
}

export const readMarks = new ReadMarks();

export function useReadMark(conversation: string): number {
  const read = (): number => readMarks.get()[conversation] ?? 0;
  return useSyncExternalStore(readMarks.subscribe, read, read);
}

/** What I have not read, of all these contacts. */
export function useUnread(contacts: readonly ContactEntity[], me: string): number {
  const marks = useSyncExternalStore(readMarks.subscribe, readMarks.get, readMarks.get);
  return useLive(
    useCallback(
      ({ threads }: LiveState) =>
        contacts
          .map((one) => one.conversation)
          .reduce((sum, id) => sum + unreadIn(threads[id], marks[id] ?? 0, me), 0),
      [contacts, marks, me],
    ),
  );
}

/** Messages after the mark that others wrote. */
export function unreadIn(thread: Thread | undefined, mark: number, me: string): number {
  if (thread === undefined) return 0;
  return thread.items.filter(
    (item) => item.seq > mark && item.kind !== "system" && item.author_id !== me,
  ).length;
}
