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

  it("is told as the server says it where nobody worded it here", () => {
    const error = refused("never.heard_of", {});
    expect(problemText(error, i18next.t as Translate)).toBe("What the server says");
  });
});
