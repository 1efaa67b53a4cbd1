/** How long the customer has been waiting for an answer. */
import type { Message } from "@onqueue/api/models";

/** Since the first message of the customer that nobody has answered, but not from before I had
 * the contact; null when it is their turn. */
export function waitingSince(items: readonly Message[], answeredAt: number | null): number | null {
  let since: number | null = null;
  for (const item of items) {
    if (item.kind === "reply") since = null;
    else if (item.kind === "customer") since ??= item.at;
  }
  return since === null ? null : Math.max(since, answeredAt ?? 0);
}
