import { useTranslation } from "react-i18next";
import { ReasonList } from "../../features/directory/components/ReasonList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function ReasonsPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.reasons")} text={t("admin.reasons.text")}>
      <ReasonList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
