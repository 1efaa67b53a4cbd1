import { useTranslation } from "react-i18next";
import { SkillList } from "../../features/directory/components/SkillList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function SkillsPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.skills")} text={t("admin.skills.text")}>
      <SkillList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
