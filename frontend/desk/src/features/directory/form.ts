/** The form before a chat: its questions, their keys, and what would be refused. */
import type { FormField, FormOption, Texts, WidgetDraft } from "@onqueue/api/models";

export const FIELDS_MAX = 20;
export const OPTIONS_MAX = 50;
const KEY = /^[a-z][a-z0-9_]{0,39}$/;

export type FieldFault =
  "key" | "key_twice" | "label" | "options" | "option_value" | "option_label";

/** A key from a wording: "Order number?" becomes order_number; taken ones get a number. */
export function keyFrom(text: string, taken: readonly string[]): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
  const base =
    plain
      .replace(/^[^a-z]+/, "")
      .replace(/_+$/, "")
      .slice(0, 36) || "question";
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${base}_${number}`)) return `${base}_${number}`;
  }
}

const KNOWN: Record<string, Pick<FormField, "kind"> & { label: Texts }> = {
  name: { kind: "text", label: { en: "Your name", de: "Ihr Name" } },
  email: { kind: "email", label: { en: "Email address", de: "E-Mail-Adresse" } },
  phone: { kind: "phone", label: { en: "Telephone number", de: "Telefonnummer" } },
  topic: { kind: "choice", label: { en: "What is it about?", de: "Worum geht es?" } },
};
export const KNOWN_FIELDS = Object.keys(KNOWN);

export function newField(key: string, languages: readonly string[]): FormField {
  const known = KNOWN[key];
  const wording = (language: string): string => known?.label[language] ?? known?.label["en"] ?? "";
  return {
    key,
    label: Object.fromEntries(languages.map((language) => [language, wording(language)])),
    kind: known?.kind ?? "text",
    required: false,
    options: [],
    queue_by_option: {},
    skill_by_option: {},
  };
}

export function moved<T>(items: readonly T[], index: number, step: -1 | 1): T[] {
  const to = index + step;
  const item = items[index];
  const other = items[to];
  if (item === undefined || other === undefined) return [...items];
  return items.map((one, at) => (at === index ? other : at === to ? item : one));
}

/** An option is renamed together with what it leads to; one that is gone leads nowhere. */
export function withOptions(field: FormField, options: FormOption[]): FormField {
  const renamed = new Map(
    field.options.map((old, index) => [
      old.value,
      options.length === field.options.length
        ? options[index]?.value
        : options.find((one) => one.value === old.value)?.value,
    ]),
  );
  const carried = <T>(map: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(map).flatMap(([value, target]) => {
        const now = renamed.get(value);
        return now === undefined ? [] : [[now, target]];
      }),
    );
  return {
    ...field,
    options,
    queue_by_option: carried(field.queue_by_option),
    skill_by_option: carried(field.skill_by_option),
  };
}

/** Any wording will do: a language without one is shown another's. */
function worded(texts: Texts): boolean {
  return Object.values(texts).some((text) => text.trim() !== "");
}

export function faultOf(field: FormField, form: readonly FormField[]): FieldFault | null {
  if (!KEY.test(field.key)) return "key";
  if (form.filter((one) => one.key === field.key).length > 1) return "key_twice";
  if (!worded(field.label)) return "label";
  if (field.kind !== "choice") return null;
  if (field.options.length === 0) return "options";
  const values = field.options.map((option) => option.value.trim());
  if (values.includes("") || new Set(values).size < values.length) return "option_value";
  return field.options.every((option) => worded(option.label)) ? null : "option_label";
}

export function isGoodForm(form: readonly FormField[]): boolean {
  return form.length <= FIELDS_MAX && form.every((field) => faultOf(field, form) === null);
}

/** Without wordings that are empty: those would be shown instead of another language's. */
export function cleaned(draft: WidgetDraft): WidgetDraft {
  const said = (texts: Texts): Texts =>
    Object.fromEntries(
      Object.entries(texts).filter(
        ([language, text]) => text.trim() !== "" && draft.languages.includes(language),
      ),
    );
  const { look } = draft;
  return {
    ...draft,
    form: draft.form.map((field) => ({
      ...field,
      label: said(field.label),
      options:
        field.kind === "choice" ? field.options.map((o) => ({ ...o, label: said(o.label) })) : [],
      queue_by_option: field.kind === "choice" ? field.queue_by_option : {},
      skill_by_option: field.kind === "choice" ? field.skill_by_option : {},
    })),
    look: {
      ...look,
      title: said(look.title),
      subtitle: said(look.subtitle),
      greeting: said(look.greeting),
      launcher: said(look.launcher),
      privacy_url: (look.privacy_url ?? "").trim() === "" ? null : look.privacy_url,
    },
  };
}
