/** Does something, and says while it is under way and why it was refused. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "./problems";

export interface Act {
  busy: boolean;
  error: string | null;
  act: () => void;
}

/** `onDone` is called when it worked; what was refused is kept in `error` until the next try. */
export function useAct(run: () => Promise<unknown>, onDone: () => void): Act {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const act = async (): Promise<void> => {
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
  return { busy, error, act: () => void act() };
}
