/** Is a form filled in properly? One sentence for each field that is not, naming it and why. */

import { textIn, type FormField } from "../config";
import type { Words } from "../i18n/words";

export const MESSAGE_MAX = 4_000;
export const ANSWER_MAX = 200;

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const PHONE = /^\+?[\d\s().\-/]{5,30}$/;

export type Answers = Record<string, string>;

export function checkForm(
  fields: readonly FormField[],
  answers: Answers,
  words: Pick<Words, "t" | "lang">,
): Answers {
  const problems: Answers = {};
  for (const field of fields) {
    const problem = checkField(field, (answers[field.key] ?? "").trim(), words);
    if (problem) problems[field.key] = problem;
  }
  return problems;
}

function checkField(
  { label, kind, required }: FormField,
  answer: string,
  { t, lang }: Pick<Words, "t" | "lang">,
): string | null {
  const named = { label: textIn(label, lang), max: ANSWER_MAX };
  // A question with "is missing" behind it is no sentence.
  const missing = named.label.endsWith("?") ? "form.answer" : "form.missing";
  if (!answer) return required ? t(missing, named) : null;
  if (answer.length > ANSWER_MAX) return t("form.long", named);
  if (kind === "email" && !EMAIL.test(answer)) return t("form.email", named);
  if (kind === "phone" && !PHONE.test(answer)) return t("form.phone", named);
  return null;
}
