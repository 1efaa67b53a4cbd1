import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { QueueList } from "../../features/directory/components/QueueList";
import { RulesLink } from "../../features/directory/routing/components/RulesLink";
import { FLOOR } from "../../features/directory/routing/rules";
import { PageFrame } from "../../ui/Page";

export function QueuesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageFrame
      fill
      title={t("admin.nav.queues")}
      text={t("admin.queues.text")}
      actions={<RulesLink subject={FLOOR} label={t("routing.open_floor")} />}
    >
      <QueueList onOpen={(id) => void navigate({ to: "/admin/queues/$id", params: { id } })} />
    </PageFrame>
  );
}
