import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ResetForm } from "../../features/identity/components/ResetForm";
import { toastGood } from "../../ui/toast";
import { useToken } from "./token";

export function ResetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const token = useToken();
  return (
    <ResetForm
      token={token}
      onDone={() => {
        toastGood(t("identity.reset.done"));
        void navigate({ to: "/sign-in" });
      }}
    />
  );
}
