import { describe, expect, it } from "vitest";
import { newWidget } from "./widget";

describe("a new widget", () => {
  it("can be saved as it is: its question is worded in every language of the centre", () => {
    const { form, languages } = newWidget(["de", "en", "es"]);
    expect(languages).toEqual(["de", "en", "es"]);
    expect(form.map(({ label }) => label)).toEqual([
      { de: "Ihr Name", en: "Your name", es: "Your name" },
    ]);
  });
});
