/** Gives an action of the catalogue its meaning while a component is on the screen. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { ActionId } from "./catalogue";
import { shortcuts } from "./registry";

export function useShortcut(id: ActionId, run: () => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    return shortcuts.register(id, () => latest.current());
  }, [id, enabled]);
}

/** The keys of an action as they are now, for a hint on its button. */
export function useKeys(id: ActionId): string {
  const read = (): string => shortcuts.keysOf(id);
  return useSyncExternalStore(shortcuts.subscribe, read, read);
}

/** Listens for the whole page; used once, by the shell. */
export function useShortcutListener(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return;
      if (shortcuts.handle(event, event.target, Date.now())) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
