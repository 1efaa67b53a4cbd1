/** Rings and flashes the title while something is waiting for an answer. */
import { useEffect } from "react";
import { startRinging } from "../../../ui/ring";
import { flashTitle } from "../../../ui/title";

const FLASH_MS = 900;

export function useRinging(title: string | null): void {
  useEffect(() => (title === null ? undefined : startRinging()), [title]);
  useEffect(() => {
    if (title === null) return undefined;
    let shown = false;
    const flash = (): void => {
      shown = !shown;
      flashTitle(shown ? `● ${title}` : null);
    };
    flash();
    const timer = setInterval(flash, FLASH_MS);
    return () => {
      clearInterval(timer);
      flashTitle(null);
    };
  }, [title]);
}
