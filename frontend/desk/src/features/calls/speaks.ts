/** By which telephone somebody speaks, in a word: as the server says, and as this page knows. */
import type { PhoneState } from "../../phone/phone";

export type Speaks = "browser" | "other_tab" | "desk_phone" | "none" | "coming" | "away";

type Known = Pick<PhoneState, "telephone" | "owner" | "devices">;

export function speaksBy({ telephone, owner, devices }: Known): Speaks | null {
  if (telephone === null) return null;
  if (!telephone.carried) return "away";
  if (telephone.way === "desk_phone") return "desk_phone";
  if (telephone.way === "browser") return owner === true ? "browser" : "other_tab";
  return devices.checked ? "coming" : "none";
}
