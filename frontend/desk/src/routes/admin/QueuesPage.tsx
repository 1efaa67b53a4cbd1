import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { QueueList } from "../../features/directory/components/QueueList";
import { PageFrame } from "../../ui/Page";

export function QueuesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <PageFrame fill title={t("admin.nav.queues")} text={t("admin.queues.text")}>
      <QueueList onOpen={(id) => void navigate({ to: "/admin/queues/$id", params: { id } })} />
    </PageFrame>
  );
}
