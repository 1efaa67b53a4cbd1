/**
 * A form that makes or changes one thing.
 *
 * What the server refuses is shown at its field. When somebody else has changed the thing in the
 * meantime nothing is saved or lost: the person sees both and chooses.
 */
import { useForm, type FormValidateInput, type UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@onqueue/api/problem";
import { showProblem } from "../problems";

export interface Conflict<R> {
  theirs: R;
  /** The same as the form would show it, to be compared with what stands there. */
  shown: Record<string, unknown>;
  changedBy: string;
}

export interface EditorOptions<V, R> {
  initial: V;
  validate?: FormValidateInput<V>;
  /** The version that this form was filled from; null for something new, or without versions. */
  version: number | null;
  save: (values: V, version: number | null) => Promise<R>;
  onSaved: (saved: R) => void;
  /** Reads the thing as it is now; needed where others may change it at the same time. */
  reload?: () => Promise<R & { version: number }>;
  valuesOf?: (record: R) => V;
}

export interface Editor<V extends Record<string, unknown>, R> {
  form: UseFormReturnType<V>;
  dirty: boolean;
  busy: boolean;
  error: string | null;
  conflict: Conflict<R> | null;
  submit: () => void;
  /** Saves mine over theirs. */
  overwrite: () => void;
  /** Forgets mine and shows theirs. */
  takeTheirs: () => void;
}

export function useEditor<V extends Record<string, unknown>, R>(
  options: EditorOptions<V, R>,
): Editor<V, R> {
  const { t } = useTranslation();
  const form = useForm<V>({
    initialValues: options.initial,
    validate: options.validate,
    validateInputOnBlur: true,
  });
  const [version, setVersion] = useState(options.version);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [conflict, setConflict] = useState<(Conflict<R> & { version: number }) | null>(null);

  const failed = async (failure: unknown): Promise<void> => {
    const stale =
      failure instanceof Problem && failure.code.endsWith(".changed") && failure.status === 409;
    if (!stale || options.reload === undefined) {
      setError(showProblem(form, failure, t));
      return;
    }
    try {
      const theirs = await options.reload();
      const by = failure.data["changed_by"];
      const changedBy = typeof by === "string" ? by : "";
      const shown = options.valuesOf?.(theirs) ?? (theirs as Record<string, unknown>);
      setConflict({ theirs, shown, version: theirs.version, changedBy });
    } catch (second) {
      setError(showProblem(form, second, t));
    }
  };

  const save = async (values: V, over: number | null): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const saved = await options.save(values, over);
      setConflict(null);
      form.resetDirty(values);
      options.onSaved(saved);
    } catch (failure) {
      await failed(failure);
    } finally {
      setBusy(false);
    }
  };

  return {
    form,
    dirty: form.isDirty(),
    busy,
    error,
    conflict,
    submit: () => {
      form.onSubmit(
        (values) => void save(values, version),
        (errors) => {
          const first = Object.keys(errors)[0];
          if (first !== undefined) form.getInputNode(first)?.focus();
        },
      )();
    },
    overwrite: () => {
      if (conflict === null) return;
      setVersion(conflict.version);
      void save(form.getValues(), conflict.version);
    },
    takeTheirs: () => {
      if (conflict === null || options.valuesOf === undefined) return;
      const values = options.valuesOf(conflict.theirs);
      form.setInitialValues(values);
      form.setValues(values);
      form.resetDirty(values);
      setVersion(conflict.version);
      setConflict(null);
    },
  };
}
