import { describe, expect, it } from "vitest";
import { gapsOf, outline, shareOf, shareOfSpeech } from "./timeline";

const part = { reason: "", by: "", from_ms: 0, to_ms: 1_000 };

describe("the timeline of a recording", () => {
  it("keeps stretches within the whole", () => {
    expect(shareOf({ from: 250, to: 500 }, 1_000)).toEqual({ left: 25, width: 25 });
    expect(shareOf({ from: 900, to: 1_500 }, 1_000)).toEqual({ left: 90, width: 10 });
    expect(shareOf({ from: 0, to: 10 }, 0)).toEqual({ left: 0, width: 0 });
  });

  it("names what was not recorded", () => {
    const paused = { ...part, kind: "paused" as const };
    expect(gapsOf([{ ...part, kind: "recorded" }, paused])).toEqual([paused]);
  });

  it("counts how much of it somebody speaks", () => {
    expect(
      shareOfSpeech(
        [
          [0, 200],
          [500, 800],
        ],
        1_000,
      ),
    ).toBe(50);
    expect(shareOfSpeech([], 0)).toBe(0);
  });

  it("draws silence as a line and loudness around the middle", () => {
    expect(outline([0, 20])).toBe("M0.5 49V51M1.5 22V78");
  });
});
