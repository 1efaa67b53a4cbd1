import { useTranslation } from "react-i18next";
import { AuditLog } from "../../features/identity/components/AuditLog";
import { PageFrame } from "../../ui/Page";

export function AuditPage() {
  const { t } = useTranslation();
  return (
    <PageFrame fill title={t("admin.nav.audit")} text={t("admin.audit.text")}>
      <AuditLog />
    </PageFrame>
  );
}
