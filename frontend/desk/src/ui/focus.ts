/** What moves the focus, and gives it back. */
import { useEffect, useState } from "react";

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
