/** What moves the focus, and gives it back. */
import { useEffect, useRef, useState, type RefObject } from "react";

/** As a `ref`: the element has the focus when it appears, and is not given it again. */
export function focusOnMount(node: HTMLElement | null): void {
  node?.focus({ preventScroll: true });
}

/**
 * For what covers the page as long as it is mounted: when it goes, the focus is where it was.
 * Mantine does this only for dialogs that stay mounted and are closed by a property.
 */
export function useFocusBack(): void {
  // While drawing, because what covers the page takes the focus as soon as it is there.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}

/** Whether somebody moved to another screen, lost the focus by it, and did nothing since. */
let adrift = false;

function isLost(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || now.tagName === "MAIN";
}

/**
 * Who moves to another screen may lose the focus with the old one. Then it goes to the new one's
 * title, so that the next Tab leads into it and not through all of the frame again.
 */
export function useFocusKept(place: string, screen: RefObject<HTMLElement | null>): void {
  const before = useRef(place);
  useEffect(() => {
    const settle = (): void => {
      adrift = false;
    };
    document.addEventListener("keydown", settle);
    document.addEventListener("pointerdown", settle);
    return () => {
      document.removeEventListener("keydown", settle);
      document.removeEventListener("pointerdown", settle);
    };
  }, []);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    if (!isLost()) return;
    adrift = true;
    (screen.current?.querySelector("h1") ?? screen.current)?.focus({ preventScroll: true });
  }, [place, screen]);
}

/** As a `ref` of a screen's title: it takes the focus that a move has lost, however late it comes. */
export function titleFocus(title: HTMLElement | null): void {
  if (title !== null && adrift && isLost()) title.focus({ preventScroll: true });
}
