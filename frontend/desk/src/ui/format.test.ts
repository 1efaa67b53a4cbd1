import { afterEach, describe, expect, it, vi } from "vitest";
import { binarySize, dateTime, initials } from "./format";

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

describe("sizes", () => {
  it.each([
    [72_364 * 1024 ** 2, "en", "70.7 GiB"],
    [72_364 * 1024 ** 2, "de", "70,7 GiB"],
    [500 * 1024 ** 2, "de", "500 MiB"],
    [1024 ** 3, "en", "1 GiB"],
    [1_700 * 1024 ** 3, "de", "1,7 TiB"],
    [1_023.9 * 1024 ** 3, "en", "1,024 GiB"],
    [300_000, "en", "0.3 MiB"],
    [0, "en", "0 MiB"],
  ])("of %d bytes in %s: %s", (bytes, language, expected) => {
    vi.stubGlobal("navigator", { languages: ["en-US", "de-DE"] });
    expect(binarySize(bytes, language)).toBe(expected);
  });
});

describe("initials", () => {
  it.each([
    ["Amira Haddad", "AH"],
    ["Cher", "C"],
    ["👩‍🚀 Astro", "👩‍🚀A"],
    ["مريم الخطيب", "ما"],
    ["  ", "?"],
    ["+49 176 9778857", "#"],
  ])("of %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
