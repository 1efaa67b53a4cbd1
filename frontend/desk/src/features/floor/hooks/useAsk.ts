/** One request at a time; what is refused is said. */
import { useCallback, useRef, useState } from "react";
import { toastProblem } from "../../../ui/toast";

export function useAsk(): {
  busy: boolean;
  ask: (request: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const ask = useCallback(async (request: () => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    try {
      await request();
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, ask };
}
