import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { EMOJI, moveInGrid } from "./emoji";
import { useEnv } from "./env";

export interface EmojiProps {
  onPick: (emoji: string) => void;
  onClose: () => void;
}

const COLUMNS = 8;

/** A grid in which the arrow keys move and Enter picks. Loaded for those who want one. */
export default function EmojiPicker({ onPick, onClose }: EmojiProps) {
  const { t, dir } = useEnv();
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    grid.current?.querySelectorAll("button")[at]?.focus();
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    const next = moveInGrid(at, event.key, COLUMNS, dir === "rtl");
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  };

  return (
    <div
      class="emoji"
      role="toolbar"
      tabIndex={-1}
      aria-label={t("chat.emoji")}
      ref={grid}
      onKeyDown={onKeyDown}
    >
      {EMOJI.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === at ? 0 : -1}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
