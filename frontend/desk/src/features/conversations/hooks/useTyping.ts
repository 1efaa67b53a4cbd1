/** Says that I am typing, not oftener than it is forgotten on the other side. */
import { useCallback, useRef } from "react";
import { live } from "../../../live/store";

const EVERY_MS = 3_000;

export function useTyping(conversation: string): () => void {
  const last = useRef(0);
  return useCallback(() => {
    const now = Date.now();
    if (now - last.current < EVERY_MS) return;
    last.current = now;
    live.link.send({ t: "typing", conversation });
  }, [conversation]);
}
