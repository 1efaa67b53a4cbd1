/** A form that asks the server once, and shows what it says at the right field. */
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { showProblem } from "../../ui/problems";

export interface Submission<V> {
  busy: boolean;
  problem: string | null;
  submit: (values: V) => Promise<void>;
}

export function useSubmission<V extends object>(
  form: UseFormReturnType<V>,
  send: (values: V) => Promise<void>,
  names: Partial<Record<string, keyof V & string>> = {},
): Submission<V> {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (values: V): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
    } catch (error) {
      setProblem(showProblem(form, error, t, names));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, submit };
}
