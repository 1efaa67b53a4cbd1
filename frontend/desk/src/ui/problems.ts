/** Turns what went wrong into a sentence, and puts it at the field it belongs to. */
import type { UseFormReturnType } from "@mantine/form";
import i18next from "i18next";
import { reasonText, type Translate } from "../i18n/i18n";
import { Problem, Unreachable } from "@onqueue/api/problem";

export function problemText(error: unknown, t: Translate): string {
  if (error instanceof Problem) {
    const name = error.code.replaceAll(".", "_");
    // The server words its refusals in English; the common ones are worded here as well.
    const key = [`common.problem.${name}`, `outbound.problem.${name}`].find((one) =>
      i18next.exists(one),
    );
    if (key !== undefined) {
      return (i18next.t as (key: string, data: object) => string)(key, error.data);
    }
    const first = error.errors[0];
    const reason = first === undefined ? "" : reasonText(first);
    return first === undefined || reason === first.reason ? error.message : sentence(reason);
  }
  return error instanceof Unreachable ? t("common.error.unreachable") : t("common.error.unknown");
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

/** What is wrong with which field, in the reader's language. */
export function fieldProblems(error: unknown, t: Translate): { field: string; reason: string }[] {
  if (!(error instanceof Problem)) return [];
  if (error.errors.length > 0) {
    return error.errors.map((one) => ({ field: one.field, reason: reasonText(one) }));
  }
  return error.field === null ? [] : [{ field: error.field, reason: problemText(error, t) }];
}

/** Shows the problem at its fields; gives back the sentence that belongs to none of them. */
export function showProblem<V extends object>(
  form: UseFormReturnType<V>,
  error: unknown,
  t: Translate,
  names: Partial<Record<string, keyof V & string>> = {},
): string | null {
  if (!(error instanceof Problem)) return problemText(error, t);
  let placed = 0;
  for (const { field, reason } of fieldProblems(error, t)) {
    const last = field.split(".").find((part) => part !== "body") ?? field;
    const name = names[last] ?? names[field] ?? last;
    if (name in form.values) {
      form.setFieldError(name, reason);
      placed += 1;
    }
  }
  if (placed === 0) return problemText(error, t);
  const first = Object.keys(form.values).find((name) => form.errors[name] !== undefined);
  if (first !== undefined) form.getInputNode(first)?.focus();
  return null;
}
