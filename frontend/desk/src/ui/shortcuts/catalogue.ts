/**
 * Every action that has a key: what it does, its key, and the group it is listed under.
 *
 * A component gives the action its meaning with `useShortcut(id, run)`; the help overlay and the
 * settings list what is here. Keys: "alt+a", "mod+enter", "?", or a sequence "g w".
 */
export const CATALOGUE = {
  "help.open": { keys: "?", group: "everywhere" },
  "go.work": { keys: "g w", group: "everywhere" },
  "go.day": { keys: "g d", group: "everywhere" },
  "go.search": { keys: "g s", group: "everywhere" },
  "go.board": { keys: "g b", group: "everywhere" },
  "go.reports": { keys: "g r", group: "everywhere" },
  "go.admin": { keys: "g a", group: "everywhere" },
  "go.settings": { keys: "g o", group: "everywhere" },
  "search.focus": { keys: "/", group: "everywhere" },
  "notices.open": { keys: "alt+n", group: "everywhere" },
  "state.open": { keys: "alt+s", group: "floor" },
  "state.on_queue": { keys: "alt+q", group: "floor" },
  "offer.accept": { keys: "alt+a", group: "floor" },
  "offer.decline": { keys: "alt+d", group: "floor" },
  "contact.next": { keys: "alt+arrowdown", group: "contact" },
  "contact.previous": { keys: "alt+arrowup", group: "contact" },
  "contact.transfer": { keys: "alt+t", group: "contact" },
  "contact.consult": { keys: "alt+c", group: "contact" },
  "contact.end": { keys: "alt+e", group: "contact" },
  "contact.explain": { keys: "alt+y", group: "contact" },
  "contact.customer": { keys: "alt+i", group: "contact" },
  "call.mute": { keys: "alt+k", group: "contact" },
  "call.hold": { keys: "alt+h", group: "contact" },
  "wrapup.extend": { keys: "alt+x", group: "contact" },
  "compose.reply": { keys: "alt+r", group: "writing" },
  "compose.note": { keys: "alt+m", group: "writing" },
  "compose.file": { keys: "alt+u", group: "writing" },
  "compose.emoji": { keys: "alt+j", group: "writing" },
} as const satisfies Record<string, { keys: string; group: string }>;

export type ActionId = keyof typeof CATALOGUE;
export const ACTIONS = Object.keys(CATALOGUE) as ActionId[];

/** Keys of the composer itself; listed in the help, handled where one types. */
export const FIXED_KEYS = [
  { id: "send", keys: "enter" },
  { id: "newline", keys: "shift+enter" },
  { id: "canned", keys: "/" },
] as const;

type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${B}` : S;
/** The action as it is named in the language files, below `common.keys.action`. */
export type ActionWord = Underscored<ActionId>;

export function actionWord(id: ActionId): ActionWord {
  return id.replace(".", "_") as ActionWord;
}
