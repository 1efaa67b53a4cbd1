/** The title of the tab: what rings, how much is unread, and which screen this is. */
import { useEffect } from "react";

const NAME = "Onqueue";

interface Parts {
  screen: string;
  unread: number;
  /** Shown instead of everything else. */
  flash: string | null;
}

const parts: Parts = { screen: "", unread: 0, flash: null };

function tell(part: Partial<Parts>): void {
  Object.assign(parts, part);
  const { screen, unread, flash } = parts;
  const named = screen === "" ? NAME : `${screen} · ${NAME}`;
  document.title = flash ?? (unread > 0 ? `(${unread}) ${named}` : named);
}

/** For the one heading of a screen: the tab, and the browser's history, are named after it. */
export function useScreenTitle(screen: string): void {
  useEffect(() => {
    tell({ screen });
    return () => tell({ screen: "" });
  }, [screen]);
}

export function useUnreadTitle(unread: number): void {
  useEffect(() => {
    tell({ unread });
    return () => tell({ unread: 0 });
  }, [unread]);
}

export function flashTitle(flash: string | null): void {
  tell({ flash });
}
