import { describe, expect, it } from "vitest";
import { timeZones } from "./languages";

describe("time zones", () => {
  it("have UTC among them, and the one that is set, each once", () => {
    const zones = timeZones("Etc/GMT+12");
    expect(zones.filter((zone) => zone === "UTC")).toEqual(["UTC"]);
    expect(zones.filter((zone) => zone === "Etc/GMT+12")).toEqual(["Etc/GMT+12"]);
    expect(new Set(zones).size).toBe(zones.length);
  });
});
