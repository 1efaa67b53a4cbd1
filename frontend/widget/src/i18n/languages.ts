/** The languages that the widget speaks itself. Each is a file of its own: a visitor needs one. */

import type { Texts } from "./en";

const english = async () => (await import("./en")).en;

const LANGUAGES: Record<string, () => Promise<Texts>> = {
  en: english,
  de: async () => (await import("./de")).de,
};

/** English for a language that is not there. */
export function textsOf(lang: string): Promise<Texts> {
  return (LANGUAGES[lang.split("-")[0] ?? ""] ?? english)();
}
