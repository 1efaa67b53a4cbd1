/** Which of its faces does the panel show? */

import { isUnderWay, type ClientView } from "../client/view";

export type Screen =
  "loading" | "fatal" | "form" | "closed" | "chat" | "ended" | "left" | "message";

/** `anew`: the customer wants another chat after one that has ended. */
export function screenOf(
  { fatal, known, open, state, pending }: ClientView,
  anew: boolean,
): Screen {
  if (fatal) return "fatal";
  const sending = pending.filter(({ failure }) => !failure).map(({ frame }) => frame.t);
  if (sending.includes("start")) return "chat";
  if (sending.includes("leave")) return "left";
  if (!known) return "loading";
  if (isUnderWay(state)) return "chat";
  if (state.phase === "message" && !anew) return "message";
  const refused = pending.some(({ frame: { t } }) => t === "start" || t === "leave");
  if (!anew && !refused) {
    if (state.phase === "ended") return "ended";
    if (state.phase === "message_left") return "left";
  }
  return open ? "form" : "closed";
}
