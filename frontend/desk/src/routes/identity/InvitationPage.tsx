import { useNavigate } from "@tanstack/react-router";
import { InvitationForm } from "../../features/identity/components/InvitationForm";
import { useToken } from "./token";

export function InvitationPage() {
  const navigate = useNavigate();
  const token = useToken();
  return <InvitationForm token={token} onDone={() => void navigate({ to: "/" })} />;
}
