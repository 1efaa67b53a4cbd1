/** The widget's settings as the server gives them, and how a text is chosen from them. */

export type Localised = string | Record<string, string>;

export interface Choice {
  value: string;
  label: Localised;
}

export interface FormField {
  key: string;
  label: Localised;
  kind: "text" | "email" | "phone" | "choice";
  required: boolean;
  options?: (string | Choice)[] | null;
}

export interface Look {
  color?: string | null;
  scheme?: "auto" | "light" | "dark" | null;
  position?: "right" | "left" | null;
  title?: Localised | null;
  subtitle?: Localised | null;
  greeting?: Localised | null;
  launcher?: Localised | null;
  privacy_url?: string | null;
}

export interface FileRules {
  enabled: boolean;
  max_bytes: number;
  types: string[];
  max_count?: number | null;
}

export interface Config {
  id: string;
  name: string;
  languages: string[];
  form: FormField[];
  look: Look;
  /** Replaces the widget's own wordings, by their keys. */
  texts?: Record<string, string> | null;
  open: boolean;
  opens_at: number | null;
  files: FileRules;
  rating_enabled: boolean;
  offline_message_enabled: boolean;
  /** Customers may call, too. */
  calls?: boolean;
}

export function textIn(text: Localised | null | undefined, lang: string): string {
  if (!text || typeof text === "string") return text ?? "";
  const base = lang.split("-")[0] ?? lang;
  return text[lang] ?? text[base] ?? text["en"] ?? Object.values(text)[0] ?? "";
}

/** The first wanted language that the centre speaks; "de-AT" is served by "de". */
export function chooseLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  for (const want of wanted) {
    const base = want.toLowerCase().split("-")[0];
    const found =
      spoken.find((lang) => lang.toLowerCase() === want.toLowerCase()) ??
      spoken.find((lang) => lang.toLowerCase().split("-")[0] === base);
    if (found) return found;
  }
  return spoken[0] ?? "en";
}

/** "en" is written as the visitor's own English writes times and numbers: "en-GB". */
export function chooseRegion(wanted: readonly string[], lang: string): string {
  const base = lang.split("-")[0] ?? lang;
  return wanted.find((want) => want.startsWith(`${base}-`)) ?? lang;
}
