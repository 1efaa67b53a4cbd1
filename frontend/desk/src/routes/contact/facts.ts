/** What is known of a contact: what the floor says now goes before what was written down. */
import type { Contact } from "@onqueue/api/models";
import type { ContactEntity } from "../../live/protocol";

export interface Known {
  state: string | null;
  queue: string | null;
  agent: string | null;
  topic: string;
  arrived_at: number | null;
  answered_at: number | null;
}

export function knownOf(contact: Contact | undefined, live: ContactEntity | undefined): Known {
  const source = live ?? contact;
  return {
    state: source?.state ?? null,
    queue: source?.queue ?? null,
    agent: source?.agent ?? null,
    topic: source?.topic ?? "",
    arrived_at: source?.arrived_at ?? null,
    answered_at: source?.answered_at ?? null,
  };
}

/** How long the customer waited for an answer, in ms; null while there was none. */
export function waitedFor({ arrived_at, answered_at }: Known): number | null {
  return arrived_at === null || answered_at === null ? null : answered_at - arrived_at;
}
