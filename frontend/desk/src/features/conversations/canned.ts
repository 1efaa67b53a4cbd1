/** Canned replies: found by what follows the "/", and filled with what is known. */
import type { Reply } from "@onqueue/api/models";

export interface CannedContext {
  customer: string;
  agent: string;
  queue: string;
  centre: string;
}

export const SUGGESTED_MAX = 8;

/** The "/word" that is being typed just before the caret, at the start or after a blank. */
export function slashBefore(text: string, caret: number): { from: number; word: string } | null {
  const found = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, caret));
  if (found === null) return null;
  const word = found[1] ?? "";
  return { from: caret - word.length - 1, word };
}

function rank(reply: Reply, word: string): number {
  const shortcut = reply.shortcut.replace(/^\//, "").toLowerCase();
  if (shortcut === word) return 0;
  if (shortcut.startsWith(word)) return 1;
  if (reply.title.toLowerCase().includes(word)) return 2;
  return reply.text.toLowerCase().includes(word) ? 3 : 4;
}

/** Best first: by shortcut, title, text; the customer's language and own replies before others. */
export function findCanned(
  replies: readonly Reply[],
  typed: string,
  where: { queue: string; language: string },
): Reply[] {
  const word = typed.toLowerCase();
  return replies
    .filter((reply) => reply.queue_ids.length === 0 || reply.queue_ids.includes(where.queue))
    .map((reply) => ({
      reply,
      rank: rank(reply, word),
      foreign: Number(reply.language !== "" && reply.language !== where.language),
    }))
    .filter((found) => found.rank < 4)
    .sort(
      (a, b) =>
        a.foreign - b.foreign ||
        a.rank - b.rank ||
        Number(b.reply.personal) - Number(a.reply.personal) ||
        a.reply.shortcut.localeCompare(b.reply.shortcut),
    )
    .slice(0, SUGGESTED_MAX)
    .map((found) => found.reply);
}

const PLACEHOLDER = /\{([a-z_]+\.[a-z_]+)\}/g;

/** `{customer.first_name}` and the like; what is unknown stays, so that it is seen. */
export function fillCanned(text: string, context: CannedContext): string {
  const first = (name: string): string => name.trim().split(/\s+/)[0] ?? "";
  const values: Record<string, string> = {
    "customer.name": context.customer,
    "customer.first_name": first(context.customer),
    "agent.name": context.agent,
    "agent.first_name": first(context.agent),
    "queue.name": context.queue,
    "centre.name": context.centre,
  };
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    return value === undefined || value === "" ? whole : value;
  });
}

/** A placeholder that was not filled would look foolish to a customer. */
export function unfilled(text: string): string | null {
  return /\{[a-z_]+\.[a-z_]+\}/.exec(text)?.[0] ?? null;
}
