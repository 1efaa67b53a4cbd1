/** Messages as they are read: by day, and in groups of one author without a long pause. */
import type { Message } from "@onqueue/api/models";
import { sameDay } from "../../ui/format";

export const PAUSE_MS = 5 * 60_000;

export type Block =
  | { type: "day"; key: string; at: number }
  | { type: "unread"; key: string }
  | { type: "system"; key: string; message: Message }
  | { type: "group"; key: string; items: Message[] };

function continues(group: Message[], message: Message): boolean {
  const last = group.at(-1);
  if (last?.kind !== message.kind) return false;
  return last.author_id === message.author_id && message.at - last.at < PAUSE_MS;
}

/** `mark` is how far I had read when I opened it: a line is drawn after it. */
export function blocksOf(items: readonly Message[], mark: number | null, me: string): Block[] {
  const blocks: Block[] = [];
  let group: Message[] | null = null;
  let day: number | null = null;
  let drawn = mark === null || mark === 0;
  for (const message of items) {
    if (day === null || !sameDay(day, message.at)) {
      blocks.push({ type: "day", key: `day${message.seq}`, at: message.at });
      day = message.at;
      group = null;
    }
    if (!drawn && message.seq > (mark ?? 0) && message.author_id !== me) {
      blocks.push({ type: "unread", key: "unread" });
      drawn = true;
      group = null;
    }
    if (message.kind === "system") {
      blocks.push({ type: "system", key: message.id, message });
      group = null;
    } else if (group !== null && continues(group, message)) {
      group.push(message);
    } else {
      group = [message];
      blocks.push({ type: "group", key: message.id, items: group });
    }
  }
  return blocks;
}

/** Text with its links, for a customer's words are shown and never interpreted. */
export function withLinks(text: string): { text: string; href: string | null }[] {
  const parts: { text: string; href: string | null }[] = [];
  let at = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g)) {
    if (found.index > at) parts.push({ text: text.slice(at, found.index), href: null });
    parts.push({ text: found[0], href: found[0] });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}
