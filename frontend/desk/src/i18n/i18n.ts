/** Words of the interface. English comes with the first load, but for those of the back office;
 * other languages when they are chosen. */
import i18next, { type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@onqueue/api/models";
import type { FieldError } from "@onqueue/api/problem";
import { en } from "./en";

export type Translate = TFunction;

const LANGUAGES = {
  // The server words its reasons in English: here they need no other words.
  en: { name: "English", load: () => Promise.resolve({ words: en, reasons: {} }) },
  de: {
    name: "Deutsch",
    load: async () => {
      const { de, reasons } = await import("./de");
      return { words: de, reasons };
    },
  },
} satisfies Record<
  Language,
  { name: string; load: () => Promise<{ words: object; reasons: object }> }
>;

export const languages = Object.entries(LANGUAGES).map(([code, { name }]) => ({
  code: code as Language,
  name,
}));

const KEY = "onqueue.language";

function isLanguage(code: string | null | undefined): code is Language {
  return code !== null && code !== undefined && code in LANGUAGES;
}

/** The language chosen here before, else the browser's first that we speak, else English. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem(KEY);
  if (isLanguage(stored)) return stored;
  for (const tag of navigator.languages) {
    const code = tag.split("-")[0];
    if (isLanguage(code)) return code;
  }
  return "en";
}

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    // Who looks already sees words that come later.
    react: { bindI18nStore: "added" },
  });
  await setLanguage(language);
}

/** The words of all that is not in the first load; English stands in for every language. */
export async function officeWords(): Promise<void> {
  if (i18next.getResource("en", "translation", "admin") !== undefined) return;
  const { enOffice } = await import("./enOffice");
  i18next.addResourceBundle("en", "translation", enOffice, true);
}

/** The language of a tag that we speak, else English. */
export function spoken(tag: string): Language {
  const code = tag.split("-")[0];
  return isLanguage(code) ? code : "en";
}

/** Why a field is wrong, in the reader's language where it is known there. */
export function reasonText({ reason, form = reason, data = {} }: FieldError): string {
  const found: unknown = i18next.getResourceBundle(i18next.language, "reasons");
  const words = (found ?? {}) as Partial<Record<string, string>>;
  const worded = words[form]?.replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
    const value = String(data[name] ?? gap);
    return words[value] ?? value;
  });
  return worded ?? reason;
}

export async function setLanguage(code: string): Promise<void> {
  const language = spoken(code);
  if (!i18next.hasResourceBundle(language, "translation")) {
    const { words, reasons } = await LANGUAGES[language].load();
    i18next.addResourceBundle(language, "reasons", reasons);
    i18next.addResourceBundle(language, "translation", words);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}
