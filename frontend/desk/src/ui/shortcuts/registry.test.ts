// @vitest-environment jsdom

import { describe, expect, it, vi } from "vitest";
import { ACTIONS } from "./catalogue";
import { SEQUENCE_MS, Shortcuts, spell, type KeyPress } from "./registry";

function press(key: string, part: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...part,
  };
}

function memory(): Pick<Storage, "getItem" | "setItem"> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
  };
}

describe("shortcuts", () => {
  it("spells a press as the catalogue does", () => {
    expect(spell(press("å", { code: "KeyA", altKey: true }))).toBe("alt+a");
    expect(spell(press("?", { shiftKey: true, code: "Slash" }))).toBe("?");
    expect(spell(press("Enter", { shiftKey: true }))).toBe("shift+enter");
    expect(spell(press("Alt", { altKey: true }))).toBeNull();
  });

  it("gives every action a key of its own", () => {
    const keys = new Shortcuts(null);
    expect(ACTIONS.filter((id) => keys.clash(id, keys.keysOf(id)) !== null)).toEqual([]);
  });

  it("runs the one registered last, and nothing after it is gone", () => {
    const keys = new Shortcuts(null);
    const page = vi.fn();
    const dialog = vi.fn();
    keys.register("offer.accept", page);
    const leave = keys.register("offer.accept", dialog);
    expect(keys.handle(press("a", { altKey: true }), null, 0)).toBe(true);
    leave();
    keys.handle(press("a", { altKey: true }), null, 0);
    expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([1, 1]);
  });

  it("leaves letters to a text field, and Alt to the shortcut", () => {
    const keys = new Shortcuts(null);
    const run = vi.fn();
    keys.register("help.open", run);
    keys.register("offer.accept", run);
    const field = document.createElement("textarea");
    expect(keys.handle(press("?"), field, 0)).toBe(false);
    expect(keys.handle(press("a", { altKey: true }), field, 0)).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("takes two keys one after the other, when they come soon", () => {
    const keys = new Shortcuts(null);
    const run = vi.fn();
    keys.register("go.search", run);
    keys.handle(press("g"), null, 0);
    keys.handle(press("s"), null, SEQUENCE_MS);
    expect(run).toHaveBeenCalledTimes(0);
    keys.handle(press("g"), null, 5_000);
    expect(keys.handle(press("s"), null, 5_100)).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("remembers a key that was chosen instead", () => {
    const storage = memory();
    new Shortcuts(storage).choose("offer.accept", "alt+1");
    const keys = new Shortcuts(storage);
    expect(keys.keysOf("offer.accept")).toBe("alt+1");
    expect(keys.clash("offer.decline", "alt+1")).toBe("offer.accept");
    keys.choose("offer.accept", null);
    expect(new Shortcuts(storage).keysOf("offer.accept")).toBe("alt+a");
  });
});
