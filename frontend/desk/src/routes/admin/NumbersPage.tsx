import { useTranslation } from "react-i18next";
import { NumberList } from "../../features/directory/components/NumberList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function NumbersPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.numbers")} text={t("admin.numbers.text")}>
      <NumberList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
