/** Which key does what: matching, sequences, and the keys a person has chosen instead. */
import { ACTIONS, CATALOGUE, type ActionId } from "./catalogue";

const KEY = "onqueue.keys";
export const SEQUENCE_MS = 1_000;
const MODIFIERS = new Set(["Alt", "Control", "Shift", "Meta", "AltGraph", "CapsLock"]);

export interface KeyPress {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** One press in the catalogue's spelling. With Alt the letter is read from the key's place,
 * because Alt+A types "å" on some keyboards. */
export function spell(press: KeyPress): string | null {
  if (MODIFIERS.has(press.key)) return null;
  const placed = /^(?:Key|Digit)(.)$/.exec(press.code)?.[1];
  const key = (press.altKey && placed !== undefined ? placed : press.key).toLowerCase();
  const parts = [];
  if (press.ctrlKey || press.metaKey) parts.push("mod");
  if (press.altKey) parts.push("alt");
  if (press.shiftKey && (key.length > 1 || press.altKey)) parts.push("shift");
  parts.push(key === " " ? "space" : key);
  return parts.join("+");
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export class Shortcuts {
  private handlers = new Map<ActionId, (() => void)[]>();
  private chosen: Partial<Record<ActionId, string>>;
  private pending: { keys: string; at: number } | null = null;
  private listeners = new Set<() => void>();
  private revision = 0;

  private readonly storage: Pick<Storage, "getItem" | "setItem"> | null;

  constructor(storage: Pick<Storage, "getItem" | "setItem"> | null) {
    this.storage = storage;
    try {
      this.chosen = JSON.parse(storage?.getItem(KEY) ?? "{}") as Partial<Record<ActionId, string>>;
    } catch {
      this.chosen = {};
    }
  }

  keysOf(id: ActionId): string {
    return this.chosen[id] ?? CATALOGUE[id].keys;
  }

  /** The action that has these keys already, if it is another one. */
  clash(id: ActionId, keys: string): ActionId | null {
    return ACTIONS.find((other) => other !== id && this.keysOf(other) === keys) ?? null;
  }

  choose(id: ActionId, keys: string | null): void {
    const own = keys === CATALOGUE[id].keys ? null : keys;
    const rest = Object.entries(this.chosen).filter(([other]) => other !== id);
    this.chosen = Object.fromEntries(own === null ? rest : [...rest, [id, own]]);
    this.storage?.setItem(KEY, JSON.stringify(this.chosen));
    this.tell();
  }

  /** The one registered last has the key, so a dialog goes before the page below it. */
  register(id: ActionId, run: () => void): () => void {
    this.handlers.set(id, [...(this.handlers.get(id) ?? []), run]);
    this.tell();
    return () => {
      const left = (this.handlers.get(id) ?? []).filter((handler) => handler !== run);
      if (left.length === 0) this.handlers.delete(id);
      else this.handlers.set(id, left);
      this.tell();
    };
  }

  isActive(id: ActionId): boolean {
    return this.handlers.has(id);
  }

  /** Whether the press was a shortcut, and was carried out. */
  handle(press: KeyPress, target: EventTarget | null, now: number): boolean {
    const keys = spell(press);
    if (keys === null) return false;
    if (isTyping(target) && !press.altKey && !press.ctrlKey && !press.metaKey) return false;
    const before = this.pending;
    this.pending = null;
    if (before !== null && now - before.at < SEQUENCE_MS && this.run(`${before.keys} ${keys}`)) {
      return true;
    }
    if (this.run(keys)) return true;
    if (ACTIONS.some((id) => this.keysOf(id).startsWith(`${keys} `))) {
      this.pending = { keys, at: now };
    }
    return false;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getRevision = (): number => this.revision;

  /** Does what the key would do, for a button that stands for it. */
  trigger(id: ActionId): boolean {
    const handler = this.handlers.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  }

  private run(keys: string): boolean {
    const id = ACTIONS.find((one) => this.keysOf(one) === keys && this.handlers.has(one));
    return id !== undefined && this.trigger(id);
  }

  private tell(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }
}

export const shortcuts = new Shortcuts(typeof localStorage === "undefined" ? null : localStorage);
