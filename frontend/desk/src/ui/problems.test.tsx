import { afterAll, describe, expect, it } from "vitest";
import i18next from "i18next";
import { Problem } from "@onqueue/api/problem";
import { setLanguage, startI18n, type Translate } from "../i18n/i18n";
import { problemText } from "./problems";

const refused = (code: string, data: Record<string, string | number>): Problem =>
  new Problem({ status: 409, code, title: "What the server says", data });

describe("a refusal", () => {
  afterAll(() => setLanguage("en"));

  it("is told in the reader's language, with its names", async () => {
    await startI18n("de");
    const t = i18next.t as Translate;
    const error = refused("email.taken", { email: "a@b.c" });
    expect(problemText(error, t)).toBe(
      "Jemand mit der Adresse a@b.c ist schon hier. Ändern Sie stattdessen diese Person.",
    );
    expect(problemText(refused("agent.holds_contacts", { count: 2 }), t)).toContain("2 Kontakte");
  });

  it("of a field is told in the reader's language, with what it is about", () => {
    const at = (form: string, reason: string, data: Record<string, string | number>): Problem =>
      new Problem({
        status: 422,
        code: "input.invalid",
        title: `Check it: ${reason}.`,
        errors: [{ field: "weekly", reason, form, data }],
      });
    const t = i18next.t as Translate;
    const overlap = at("on {day}, {one} and {other} overlap", "on Monday, x and y overlap", {
      day: "Monday",
      one: "09:00–12:00",
      other: "{one}",
    });
    expect(problemText(overlap, t)).toBe("Montag: 09:00–12:00 und {one} überschneiden sich.");
    expect(problemText(at("string_too_short", "…", { min_length: 3 }), t)).toBe(
      "Mindestens 3 Zeichen.",
    );
    expect(problemText(at("nobody knows {it}", "nobody knows it", { it: "it" }), t)).toBe(
      "Check it: nobody knows it.",
    );
  });

  it("is told as the server says it where nobody worded it here", () => {
    const error = refused("never.heard_of", {});
    expect(problemText(error, i18next.t as Translate)).toBe("What the server says");
  });
});
