import { useTranslation } from "react-i18next";
import { AgentList } from "../../features/directory/components/AgentList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function AgentsPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.agents")} text={t("admin.agents.text")}>
      <AgentList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
