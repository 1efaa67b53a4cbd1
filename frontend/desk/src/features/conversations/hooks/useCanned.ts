/** Canned replies while one types "/word": what fits, which is chosen, and the keys for it. */
import { useId, useMemo, useState, type KeyboardEvent, type RefObject } from "react";
import type { Reply } from "@onqueue/api/models";
import { useCannedReplies } from "../../../api/directory";
import { fillCanned, findCanned, slashBefore, type CannedContext } from "../canned";

interface CannedOptions {
  text: string;
  enabled: boolean;
  where: { queue: string; language: string };
  input: RefObject<HTMLTextAreaElement | null>;
}

export interface Canned {
  open: boolean;
  found: Reply[];
  active: number;
  range: { from: number; to: number } | null;
  listId: string;
  optionId: string;
  fill: (reply: Reply, context: CannedContext) => string;
  moved: () => void;
  dismiss: () => void;
  slash: () => string;
  /** Whether the key was for the list. */
  key: (event: KeyboardEvent, choose: (reply: Reply) => void) => boolean;
}

export function useCanned({ text, enabled, where, input }: CannedOptions): Canned {
  const replies = useCannedReplies().data;
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const listId = useId();
  const slash = enabled ? slashBefore(text, Math.min(caret, text.length)) : null;
  const word = slash?.word;
  const { queue, language } = where;
  const found = useMemo(
    () => (word === undefined ? [] : findCanned(replies ?? [], word, { queue, language })),
    [word, replies, queue, language],
  );
  const open = slash !== null && found.length > 0 && dismissed !== slash.from;
  const at = Math.min(active, Math.max(0, found.length - 1));

  const key: Canned["key"] = (event, choose) => {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const reply = found[at];
    if (step !== undefined) {
      setActive((at + step + found.length) % found.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && reply) {
      choose(reply);
      setActive(0);
    } else if (event.key === "Escape") {
      setDismissed(slash.from);
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return {
    open,
    found,
    active: at,
    range: slash === null ? null : { from: slash.from, to: caret },
    listId,
    optionId: `${listId}-${found[at]?.id ?? ""}`,
    fill: (reply, context) => fillCanned(reply.text, context),
    moved: () => {
      const next = input.current?.selectionStart ?? 0;
      setCaret(next);
      if (dismissed !== null && slashBefore(input.current?.value ?? "", next)?.from !== dismissed)
        setDismissed(null);
    },
    dismiss: () => setDismissed(slash?.from ?? null),
    slash: () => (text === "" || /\s$/.test(text.slice(0, caret)) ? "/" : " /"),
    key,
  };
}
