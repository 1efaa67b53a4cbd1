import { describe, expect, it } from "vitest";
import { qualityOf } from "./quality";

const quality = { lost: 0, jitter_ms: 5, round_trip_ms: 40 };

describe("how a call sounds", () => {
  it("is not known before it was measured", () => {
    expect(qualityOf({ apart: false, quality: null })).toBe("unknown");
  });

  it("is as good as the worst of what was measured", () => {
    expect(qualityOf({ apart: false, quality })).toBe("good");
    expect(qualityOf({ apart: false, quality: { ...quality, lost: 0.02 } })).toBe("fair");
    expect(qualityOf({ apart: false, quality: { ...quality, jitter_ms: 80 } })).toBe("poor");
    expect(qualityOf({ apart: false, quality: { ...quality, round_trip_ms: 300 } })).toBe("fair");
  });

  it("is poor while nobody is reached", () => {
    expect(qualityOf({ apart: true, quality })).toBe("poor");
  });
});
