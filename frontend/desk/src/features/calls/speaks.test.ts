import { describe, expect, it } from "vitest";
import { speaksBy } from "./speaks";

const devices = { checked: true, mic: "", speaker: "" };
const telephone = { t: "telephone", way: "browser", carried: true } as const;

describe("the telephone by which somebody speaks", () => {
  it("is not spoken of where no telephone calls can come", () => {
    expect(speaksBy({ telephone: null, owner: true, devices })).toBeNull();
  });

  it("is this page, or the one that has the sound", () => {
    expect(speaksBy({ telephone, owner: true, devices })).toBe("browser");
    expect(speaksBy({ telephone, owner: false, devices })).toBe("other_tab");
  });

  it("is the one on the desk before any page", () => {
    const desk = { ...telephone, way: "desk_phone" } as const;
    expect(speaksBy({ telephone: desk, owner: true, devices })).toBe("desk_phone");
  });

  it("is on its way for whom the microphone was checked, and missing for others", () => {
    const none = { ...telephone, way: "none" } as const;
    expect(speaksBy({ telephone: none, owner: true, devices })).toBe("coming");
    const unchecked = { ...devices, checked: false };
    expect(speaksBy({ telephone: none, owner: null, devices: unchecked })).toBe("none");
  });

  it("is of no use while the telephone system is away", () => {
    const away = { ...telephone, way: "none", carried: false } as const;
    expect(speaksBy({ telephone: away, owner: true, devices })).toBe("away");
  });
});
