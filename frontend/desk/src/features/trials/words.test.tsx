import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrialLine } from "@onqueue/api/models";
import { officeWords, startI18n } from "../../i18n/i18n";
import { figure, rangeText, signed } from "./words";

const t = i18next.t;

beforeAll(async () => {
  await startI18n("en");
  await officeWords();
});

describe("figures of a trial", () => {
  it("stand in their unit", () => {
    expect(figure("service_level", 0.825, "en")).toBe("82.5%");
    expect(figure("asa_ms", 12_940, "en")).toBe("12.9 s");
    expect(figure("p90_ms", 168_000, "en")).toBe("2 min 48 s");
    expect(figure("abandoned", 13, "en")).toBe("13");
    expect(figure("abandoned", 13.14, "en")).toBe("13.1");
  });

  it("differ by points, seconds and contacts, with a sign", () => {
    expect(signed("service_level", 0.539, t, "en")).toBe("+53.9 points");
    expect(signed("asa_ms", -51_700, t, "en")).toBe("−51.7 s");
    expect(signed("abandoned", 0, t, "en")).toBe("±0.0");
  });

  it("lie in a range, unless both ends read the same", () => {
    const line: TrialLine = {
      measure: "abandoned",
      before: null,
      after: null,
      difference: null,
      sure: true,
    };
    expect(rangeText(line, { mean: 2, low: 1, high: 3 }, t, "en")).toBe("+1.0 to +3.0");
    expect(rangeText(line, { mean: 2, low: 2, high: 2 }, t, "en")).toBe("+2.0");
    expect(rangeText(line, { mean: 2, low: null, high: null }, t, "en")).toBe("+2.0");
  });
});
