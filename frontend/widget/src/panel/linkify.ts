/** Which parts of a text are links? Only http and https; everything else stays text. */

export interface Part {
  text: string;
  href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;

export function linkify(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimEnd(match[0]);
    if (!isSafe(address)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: address, href: address });
    from = match.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

/** The full stop after an address ends the sentence; a bracket belongs to it only if it opened in it. */
function trimEnd(address: string): string {
  let end = address.replace(/[.,;:!?]+$/, "");
  while (end.endsWith(")") && count(end, ")") > count(end, "(")) {
    end = end.slice(0, -1).replace(/[.,;:!?]+$/, "");
  }
  return end;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function isSafe(address: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
