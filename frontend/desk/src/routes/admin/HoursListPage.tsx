import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { HoursList } from "../../features/directory/components/HoursList";
import { PageFrame } from "../../ui/Page";

export function HoursListPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageFrame fill title={t("admin.nav.hours")} text={t("admin.hours.text")}>
      <HoursList onOpen={(id) => void navigate({ to: "/admin/hours/$id", params: { id } })} />
    </PageFrame>
  );
}
