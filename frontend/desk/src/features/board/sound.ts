/** Whether a queue that turns amber or red is heard as well as seen; kept in this browser. */
import { useSyncExternalStore } from "react";

const KEY = "onqueue.board.sound";
const listeners = new Set<() => void>();

export function boardSound(): boolean {
  return localStorage.getItem(KEY) !== "off";
}

export function setBoardSound(on: boolean): void {
  localStorage.setItem(KEY, on ? "on" : "off");
  for (const listener of listeners) listener();
}

export function useBoardSound(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, boardSound);
}
