import { useNavigate } from "@tanstack/react-router";
import { SetupWizard } from "../../features/identity/components/SetupWizard";

export function SetupPage() {
  const navigate = useNavigate();
  return <SetupWizard onDone={() => void navigate({ to: "/" })} />;
}
