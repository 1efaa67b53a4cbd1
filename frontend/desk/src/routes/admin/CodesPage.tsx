import { useTranslation } from "react-i18next";
import { CodeList } from "../../features/directory/components/CodeList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function CodesPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.codes")} text={t("admin.codes.text")}>
      <CodeList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
