/** Being in somebody else's conversation: the agent sees it from the first moment to the last. */
import { useEffect, useState } from "react";
import type { Visit } from "@onqueue/api/models";
import { toastProblem } from "../../../ui/toast";
import { steer } from "../api";

/** One after the other: a coming must not be overtaken by the going before it. */
let last: Promise<unknown> = Promise.resolve();

function inTurn(request: () => Promise<unknown>): Promise<unknown> {
  last = last.then(request, request);
  return last;
}

/** Looking in by mistake for a blink of an eye is not a visit. */
const LOOK_MS = 250;

export interface VisitState {
  mode: Visit["mode"] | null;
  become: (mode: Visit["mode"]) => Promise<void>;
}

export function useVisit(contact: string, wanted: boolean): VisitState {
  const [mode, setMode] = useState<Visit["mode"] | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    let here = false;
    const timer = setTimeout(() => {
      here = true;
      inTurn(() => steer.join(contact, "read")).then(() => setMode("read"), toastProblem);
    }, LOOK_MS);
    const gone = (): void => {
      if (here) steer.leaveAtOnce(contact);
    };
    window.addEventListener("pagehide", gone);
    return () => {
      window.removeEventListener("pagehide", gone);
      clearTimeout(timer);
      setMode(null);
      if (here) inTurn(() => steer.leave(contact)).catch(() => undefined);
    };
  }, [contact, wanted]);
  const become = async (next: Visit["mode"]): Promise<void> => {
    try {
      await inTurn(() => steer.join(contact, next));
      setMode(next);
    } catch (failure) {
      toastProblem(failure);
    }
  };
  return { mode, become };
}
