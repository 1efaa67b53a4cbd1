/** Languages and time zones by their names, in the reader's language. */

const CODES = [
  "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
  "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk",
  "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
] as const; // prettier-ignore

export interface Choice {
  value: string;
  label: string;
}

export function languageName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function languageChoices(reader: string, more: readonly string[] = []): Choice[] {
  return [...new Set<string>([...CODES, ...more])]
    .map((code) => ({ value: code, label: languageName(code, reader) }))
    .sort((a, b) => a.label.localeCompare(b.label, reader));
}

export function timeZones(more: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", ...known, ...(more === "" ? [] : [more])])];
}
