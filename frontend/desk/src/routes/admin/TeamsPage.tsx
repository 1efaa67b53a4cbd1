import { useTranslation } from "react-i18next";
import { TeamList } from "../../features/identity/components/TeamList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function TeamsPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.teams")} text={t("admin.teams.text")}>
      <TeamList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
