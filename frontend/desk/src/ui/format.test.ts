import { afterEach, describe, expect, it, vi } from "vitest";
import { dateTime, initials } from "./format";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("dates and times", () => {
  const at = new Date(2026, 10, 22, 15, 4).getTime();

  it.each([
    [["en-GB", "en"], "en", "22 Nov 2026, 15:04"],
    [["en-US"], "en", "Nov 22, 2026, 3:04 PM"],
    [["en", "en-IE"], "en", "22 Nov 2026, 15:04"],
    [["en-GB"], "de", "22.11.2026, 15:04"],
    [["en-GB", "de-AT"], "de", "22.11.2026, 15:04"],
  ])("are those of the reader's region: %s", (tags, language, expected) => {
    vi.stubGlobal("navigator", { languages: tags });
    expect(dateTime(at, language).replace(/\u202f/g, " ")).toBe(expected);
  });
});

describe("initials", () => {
  it.each([
    ["Amira Haddad", "AH"],
    ["Cher", "C"],
    ["👩‍🚀 Astro", "👩‍🚀A"],
    ["مريم الخطيب", "ما"],
    ["  ", "?"],
  ])("of %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
