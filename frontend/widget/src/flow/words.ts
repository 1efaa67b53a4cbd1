/** What the flow part says. It is loaded with it, so that other chats do not pay for it. */

const WORDS: Record<string, string> = {
  en: "Choose an answer, or write one",
  de: "Wählen Sie eine Antwort, oder schreiben Sie eine",
};

export function choose(lang: string): string {
  return WORDS[lang] ?? WORDS["en"] ?? "";
}
