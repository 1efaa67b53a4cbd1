/** Marks a conversation read, for me and for the customer, while it is really in front of me. */
import { useEffect, useState } from "react";
import type { Message } from "@onqueue/api/models";
import { readMarks } from "../../../live/unread";
import { sendSeen } from "../api";

function inFront(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

export function useReading(
  conversation: string,
  items: readonly Message[],
  options: { atEnd: boolean; tellCustomer: boolean },
): void {
  const { atEnd, tellCustomer } = options;
  const [front, setFront] = useState(inFront);
  useEffect(() => {
    const look = (): void => setFront(inFront());
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  const last = items.at(-1)?.seq ?? 0;
  const lastOfCustomer = items.findLast((item) => item.kind === "customer")?.seq ?? 0;
  useEffect(() => {
    if (!front || !atEnd || last === 0) return;
    const before = readMarks.get()[conversation] ?? 0;
    if (readMarks.mark(conversation, last) && tellCustomer && lastOfCustomer > before) {
      sendSeen(conversation, lastOfCustomer);
    }
  }, [conversation, front, atEnd, last, lastOfCustomer, tellCustomer]);
}
