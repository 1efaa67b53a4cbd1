/** Words in a canned reply that stand for something else, and what they come to. */

export const PLACEHOLDERS = [
  "customer.name",
  "customer.first_name",
  "agent.name",
  "agent.first_name",
  "queue.name",
  "centre.name",
] as const;

const BRACES = /\{([^{}]*)\}/g;

export interface Piece {
  text: string;
  /** Plain text, a value that was put in, or braces around something that does not exist. */
  kind: "text" | "value" | "unknown";
}

export function unknownPlaceholders(text: string): string[] {
  const known: readonly string[] = PLACEHOLDERS;
  return [...new Set([...text.matchAll(BRACES)].map((match) => match[1] ?? ""))].filter(
    (name) => !known.includes(name),
  );
}

/** The text in pieces, so that a preview can show what was put in. */
export function filledPieces(text: string, values: Record<string, string>): Piece[] {
  const known: readonly string[] = PLACEHOLDERS;
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(BRACES)) {
    const name = match[1] ?? "";
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), kind: "text" });
    pieces.push(
      known.includes(name)
        ? { text: values[name] ?? "", kind: "value" }
        : { text: match[0], kind: "unknown" },
    );
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: "text" });
  return pieces;
}
