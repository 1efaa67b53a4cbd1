import { useNavigate } from "@tanstack/react-router";
import { SetupWizard } from "../../features/identity/components/SetupWizard";
import { useToken } from "./token";

export function SetupPage() {
  const navigate = useNavigate();
  const token = useToken();
  return <SetupWizard token={token} onDone={() => void navigate({ to: "/" })} />;
}
