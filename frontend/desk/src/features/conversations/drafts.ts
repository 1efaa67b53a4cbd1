/** What was being written in each conversation, kept in this tab; replies and notes apart. */
import type { OwnMessageKind } from "@onqueue/api/models";

const PREFIX = "onqueue.draft.";

function key(conversation: string, kind: OwnMessageKind): string {
  return `${PREFIX}${conversation}.${kind}`;
}

export function loadDraft(conversation: string, kind: OwnMessageKind): string {
  return sessionStorage.getItem(key(conversation, kind)) ?? "";
}

export function saveDraft(conversation: string, kind: OwnMessageKind, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(key(conversation, kind));
    else sessionStorage.setItem(key(conversation, kind), text);
  } catch {
    // A full storage must not stop anybody from writing.
  }
}
