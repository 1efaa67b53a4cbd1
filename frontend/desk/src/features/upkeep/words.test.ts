// @vitest-environment jsdom
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { officeWords, setLanguage, startI18n } from "../../i18n/i18n";
import { findingText, jobText, partText } from "./words";

beforeAll(async () => {
  await startI18n("en");
  await officeWords();
});

describe("the server's codes in words", () => {
  it("says a part in the reader's language, with its numbers", () => {
    const part = { code: "mail.late", params: { count: 1, minutes: 3 }, text: "as said" };
    expect(partText(part, i18next.t, "en")).toBe(
      "1 letters wait, the oldest for 3 min. Look at the mail server.",
    );
  });

  it("says sizes as people of each language read them", async () => {
    const part = { code: "disk.good", params: { free_bytes: 75_879_153_664 }, text: "as said" };
    expect(partText(part, i18next.t, "en")).toBe("70.7 GiB are free where the data is.");
    await setLanguage("de");
    expect(partText(part, i18next.t, "de")).toBe("Wo die Daten liegen, sind 70,7 GiB frei.");
    await setLanguage("en");
  });

  it("shows what a newer server says as it says it", () => {
    const part = { code: "moon.full", params: {}, text: "The moon is full." };
    expect(partText(part, i18next.t, "en")).toBe("The moon is full.");
    expect(jobText("moon.watch", i18next.t)).toBe("moon.watch");
    const found = { kind: "moon.fell", detail: "x", text: "The moon fell: x" };
    expect(findingText(found, i18next.t)).toBe("The moon fell: x");
  });

  it("shows what went wrong as text", () => {
    const found = { kind: "job.parked", detail: "<b>no</b>", text: "" };
    expect(findingText(found, i18next.t)).toBe("A job failed for good and is parked: <b>no</b>");
  });
});
