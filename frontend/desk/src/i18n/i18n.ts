/** Words of the interface. English comes with the first load, but for those of the back office;
 * other languages when they are chosen. */
import i18next, { type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@onqueue/api/models";
import { en } from "./en";

export type Translate = TFunction;

const LANGUAGES = {
  en: { name: "English", load: () => Promise.resolve(en) },
  de: { name: "Deutsch", load: async () => (await import("./de")).de },
} satisfies Record<Language, { name: string; load: () => Promise<object> }>;

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

/** The words of board, reports and administration; English stands in for every language. */
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

export async function setLanguage(code: string): Promise<void> {
  const language = spoken(code);
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await LANGUAGES[language].load());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}
