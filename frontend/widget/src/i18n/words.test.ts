import { describe, expect, it } from "vitest";
import type { Message } from "../client/frames";
import { IDLE } from "../client/view";
import { de } from "./de";
import { en } from "./en";
import { textsOf } from "./languages";
import { wordsFor } from "./words";

const english = wordsFor("en", en);
const german = wordsFor("de-AT", de);

type End = number | null;

function waiting(position: End, low: End, high: End) {
  return { ...IDLE, position, wait_low_s: low, wait_high_s: high };
}

describe("the line", () => {
  it.each([
    [1, 0, 60, "You are next in line, up to 1 minute"],
    [3, 120, 240, "You are third in line, about 2 to 4 minutes"],
    [2, 60, 60, "You are second in line, about 1 minute"],
    [11, null, null, "You are 11th in line"],
    [21, 3_600, null, "You are 21st in line, an hour or more"],
    [22, null, null, "You are 22nd in line"],
    [103, null, null, "You are 103rd in line"],
    [null, null, null, "We are finding someone for you"],
  ])("%s, %s to %s s, in English", (position, low, high, expected) => {
    expect(english.waitLine(waiting(position, low, high))).toBe(expected);
  });

  it.each([
    [1, 0, 60, "Sie sind als Nächstes an der Reihe, höchstens 1 Minute"],
    [3, 120, 240, "Sie sind an dritter Stelle, etwa 2 bis 4 Minuten"],
    [12, 60, 60, "Sie sind an 12. Stelle, etwa 1 Minute"],
    [4, 3_600, null, "Sie sind an vierter Stelle, eine Stunde oder länger"],
  ])("%s, %s to %s s, in German", (position, low, high, expected) => {
    expect(german.waitLine(waiting(position, low, high))).toBe(expected);
  });
});

describe("system messages", () => {
  const message = { id: "s", seq: 1, at: 0, from: "system", name: null, files: [] } as const;
  const say = (code: string, params: Message["params"]) => ({
    ...message,
    code,
    params,
    text: "T",
  });

  it("are worded from code and parameters", () => {
    expect(english.system(say("chat.taken", { name: "Mara" }))).toBe("Mara is here for you.");
    expect(german.system(say("chat.transferred", { queue: "Werkstatt" }))).toBe(
      "Sie werden an Werkstatt weitergegeben.",
    );
    expect(german.system(say("chat.transferred", { queue: null, name: "Jo" }))).toBe(
      "Sie werden an Jo weitergegeben.",
    );
  });

  it("fall back to the server's words", () => {
    expect(english.system(say("chat.confetti", {}))).toBe("T");
    expect(english.system(say("chat.taken", {}))).toBe("T");
  });
});

describe("times", () => {
  const monday = new Date(2026, 5, 1, 18).getTime();

  it.each([
    [new Date(2026, 5, 1, 20), "today at 08:00 PM"],
    [new Date(2026, 5, 2, 9), "tomorrow at 09:00 AM"],
    [new Date(2026, 5, 4, 9), "Thursday at 09:00 AM"],
    [new Date(2026, 5, 8, 9), "Monday, June 8 at 09:00 AM"],
  ])("of opening: %s", (at, expected) => {
    expect(wordsFor("en", en, {}, "en", () => monday).when(at.getTime())).toBe(expected);
  });

  it("of opening, in German", () => {
    const thursday = new Date(2026, 5, 4, 9).getTime();
    expect(wordsFor("de", de, {}, "de", () => monday).when(thursday)).toBe(
      "Donnerstag um 09:00 Uhr",
    );
  });
});

describe("the catalogues", () => {
  const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

  it("have the same keys, and the same holes in every text", () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      expect([key, holes(de[key as keyof typeof en])]).toEqual([key, holes(text)]);
    }
  });

  it("are fetched by language, English for others", async () => {
    expect(await textsOf("de-CH")).toBe(de);
    expect(await textsOf("en-GB")).toBe(en);
    expect(await textsOf("fr")).toBe(en);
  });

  it("can be replaced text by text, and by a language the widget does not have", () => {
    expect(wordsFor("en", en, { title: "Talk to Northwind" }).t("title")).toBe("Talk to Northwind");
    const arabic = wordsFor("ar", en, { title: "دردشة" });
    expect([arabic.t("title"), arabic.dir]).toEqual(["دردشة", "rtl"]);
  });

  it("write times as in the visitor's region", () => {
    const evening = new Date(2026, 5, 1, 20, 5).getTime();
    expect(wordsFor("en", en, {}, "en-GB").clock(evening)).toBe("20:05");
    expect(wordsFor("en", en, {}, "en-US").clock(evening)).toBe("08:05 PM");
  });

  it("name sizes in the language", () => {
    expect(english.size(10_485_760)).toBe("10 MB");
    expect(german.size(1_250_000)).toBe("1,3 MB");
    // No file is sent that holds nothing.
    expect(english.size(14)).toBe("1 kB");
  });
});
