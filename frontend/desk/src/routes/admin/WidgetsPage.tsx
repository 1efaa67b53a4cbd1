import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { WidgetList } from "../../features/directory/components/WidgetList";
import { PageFrame } from "../../ui/Page";

export function WidgetsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageFrame fill title={t("admin.nav.widgets")} text={t("admin.widgets.text")}>
      <WidgetList onOpen={(id) => void navigate({ to: "/admin/widgets/$id", params: { id } })} />
    </PageFrame>
  );
}
