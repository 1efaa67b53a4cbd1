/** Which contact is to be opened at the workplace as soon as it is mine. */
import { useSyncExternalStore } from "react";

interface Opening {
  contact: string;
}

let wanted: Opening | null = null;
const listeners = new Set<() => void>();

/** Who accepts an offer wants to see it, whatever was open before. */
export function wantOpen(contact: string): void {
  wanted = { contact };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was wanted last; another object each time. */
export function useWantedOpen(): Opening | null {
  return useSyncExternalStore(subscribe, () => wanted);
}
