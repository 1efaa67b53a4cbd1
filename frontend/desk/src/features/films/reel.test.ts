import { describe, expect, it } from "vitest";
import type { FilmMark, FilmPicture, FilmStrip } from "@onqueue/api/models";
import { advanced, fromPicture, markFrom, wantsMore, withStrip } from "./reel";

const picture: FilmPicture = {
  n: 10,
  at: 1_000,
  entities: { contact: { a: { id: "a", state: "waiting" } } },
};
const strip: FilmStrip = {
  after: 10,
  n: 13,
  over: false,
  frames: [
    { at: 2_000, put: [["contact", "b", { id: "b", state: "waiting" }]], gone: [] },
    { at: 3_000, put: [], gone: [["contact", "a"]] },
  ],
};

describe("a reel", () => {
  it("goes on through what is known, and no further", () => {
    const reel = withStrip(fromPicture(picture), strip);
    const later = advanced(reel, 2_500, 9_000);
    expect(Object.keys(later.entities.contact)).toEqual(["a", "b"]);
    expect(later.at).toBe(2_500);
    const last = advanced(later, 8_000, 9_000);
    expect(Object.keys(last.entities.contact)).toEqual(["b"]);
    expect(last.at).toBe(3_000);
    expect(Object.keys(reel.entities.contact)).toEqual(["a"]);
  });

  it("goes to its end where nothing follows", () => {
    const reel = withStrip(fromPicture(picture), { ...strip, over: true });
    expect(advanced(reel, 8_000, 9_000).at).toBe(8_000);
    expect(advanced(reel, 99_000, 9_000).at).toBe(9_000);
    expect(wantsMore(reel)).toBe(false);
  });

  it("takes no strip that was asked for before a jump", () => {
    const reel = fromPicture({ ...picture, n: 50 });
    expect(withStrip(reel, strip)).toBe(reel);
    expect(wantsMore(reel)).toBe(true);
  });
});

describe("marks", () => {
  const marks: FilmMark[] = [
    { at: 1, kind: "late", contact: "a" },
    { at: 2, kind: "abandoned", contact: "a" },
    { at: 5, kind: "late", contact: "b" },
  ];
  it("are found forwards and backwards by their kind", () => {
    expect(markFrom(marks, "late", 1, 1)?.contact).toBe("b");
    expect(markFrom(marks, "late", 5, -1)?.contact).toBe("a");
    expect(markFrom(marks, "abandoned", 2, 1)).toBeUndefined();
  });
});
