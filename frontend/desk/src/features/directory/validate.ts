/** Checks that need no server: what is missing is said before anything is sent. */
import type { Translate } from "../../i18n/i18n";

export function needed(t: Translate): (value: string) => string | null {
  return (value) => (value.trim() === "" ? t("admin.needed") : null);
}

const SHORTCUT = /^[a-z0-9][a-z0-9_-]{0,29}$/;

export function isShortcut(text: string): boolean {
  return SHORTCUT.test(text);
}

const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?\/?$/i;

/** The address of a site, without a path; "*" is every site. */
export function isOrigin(text: string): boolean {
  return text === "*" || ORIGIN.test(text.trim());
}
