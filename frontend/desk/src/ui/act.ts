/** Does something, and says while it is under way and why it was refused. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "./problems";

export interface Act {
  busy: boolean;
  error: string | null;
  /** `onDone` is called when it worked; what was refused is kept in `error` until the next try. */
  act: (run: () => Promise<unknown>, onDone: () => void) => void;
}

export function useAct(): Act {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const act = async (run: () => Promise<unknown>, onDone: () => void): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await run();
      onDone();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, act: (run, onDone) => void act(run, onDone) };
}
