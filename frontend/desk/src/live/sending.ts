/** The desk's own outbox, and how components see what is in it. */
import { useCallback, useRef, useSyncExternalStore } from "react";
import { api, unwrap } from "@onqueue/api/client";
import { Outbox, type Outgoing } from "./outbox";
import { live, sameItems } from "./store";

export const outbox = new Outbox({
  post: (conversation, draft) =>
    unwrap(
      api.POST("/api/conversations/{id}/messages", {
        params: { path: { id: conversation } },
        body: draft,
      }),
    ),
  onSent: (message) => live.dispatch({ t: "sent", message }),
  storage: typeof sessionStorage === "undefined" ? undefined : sessionStorage,
});

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** An id for a message, made here so that sending it again is recognised. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(random, (byte) => ALPHABET[byte % 32]).join("");
}

export function useOutgoing(conversation: string): readonly Outgoing[] {
  const last = useRef<readonly Outgoing[]>([]);
  const read = useCallback(() => {
    const mine = outbox.get().filter((item) => item.conversation === conversation);
    if (!sameItems(mine, last.current)) last.current = mine;
    return last.current;
  }, [conversation]);
  return useSyncExternalStore(outbox.subscribe, read, read);
}
