import { describe, expect, it } from "vitest";
import {
  copied,
  faultsOf,
  isSound,
  nextInterval,
  ofDay,
  openMinutes,
  readTime,
  withDay,
  type Weekly,
} from "./week";

const at = (from: string, to: string) => ({ from, to });

describe("readTime", () => {
  it("takes a time as people type it", () => {
    expect(["9", "09", "930", "9.30", "9:30", "17h30", "24", "24:00", " 8:05 "].map(readTime)).toEqual([
      "09:00", "09:00", "09:30", "09:30", "09:30", "17:30", "24:00", "24:00", "08:05",
    ]); // prettier-ignore
  });

  it("refuses what is no time", () => {
    expect(["", "25", "9:60", "24:01", "noon", "9:5"].map(readTime)).toEqual(Array(6).fill(null));
  });
});

describe("faultsOf", () => {
  it("finds ends before beginnings, overlaps and what is no time", () => {
    const day = [
      at("09:00", "12:30"),
      at("12:00", "17:00"),
      at("18:00", "18:00"),
      at("x", "20:00"),
    ];
    expect(faultsOf(day)).toEqual(["overlap", "overlap", "order", "time"]);
  });

  it("lets intervals touch, and the last one end at midnight", () => {
    expect(faultsOf([at("09:00", "12:30"), at("12:30", "24:00")])).toEqual([null, null]);
  });
});

describe("nextInterval", () => {
  it("goes on an hour after the last one, as long as there is a day left", () => {
    expect(nextInterval([])).toEqual(at("09:00", "17:00"));
    expect(nextInterval([at("09:00", "12:30")])).toEqual(at("13:30", "17:30"));
    expect(nextInterval([at("09:00", "21:00")])).toEqual(at("22:00", "24:00"));
    expect(nextInterval([at("00:00", "24:00")])).toBeNull();
  });
});

describe("a week", () => {
  const monday: Weekly[] = [
    { day: 0, ...at("09:00", "12:00") },
    { day: 0, ...at("13:00", "17:00") },
  ];

  it("is copied from one day to others, over what they had", () => {
    const week = copied([...monday, { day: 4, ...at("10:00", "11:00") }], 0, [1, 4]);
    expect(ofDay(week, 4)).toEqual([at("09:00", "12:00"), at("13:00", "17:00")]);
    expect(week.map(({ day }) => day)).toEqual([0, 0, 1, 1, 4, 4]);
    expect(openMinutes(week)).toBe(3 * 7 * 60);
  });

  it("is closed on a day without intervals", () => {
    expect(withDay(monday, 0, [])).toEqual([]);
  });

  it("is sound when no day has a fault", () => {
    expect(isSound(monday)).toBe(true);
    expect(isSound([...monday, { day: 0, ...at("11:00", "14:00") }])).toBe(false);
  });
});
