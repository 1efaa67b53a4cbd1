import { ForgottenForm } from "../../features/identity/components/ForgottenForm";
import { DoorLink } from "./DoorLink";

export function ForgottenPage() {
  return <ForgottenForm back={<DoorLink to="/sign-in" label="back" />} />;
}
