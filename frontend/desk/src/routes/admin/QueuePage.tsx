import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { queues } from "../../api/records";
import { QueueEditor } from "../../features/directory/components/QueueEditor";
import { RulesLink } from "../../features/directory/routing/components/RulesLink";
import { RecordLoader } from "../../features/directory/components/RecordLoader";
import { PageFrame } from "../../ui/Page";

const PolicyCard = lazy(() => import("../../features/recording/components/PolicyCard"));

const route = getRouteApi("/shell/admin/queues/$id");

export function QueuePage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const navigate = useNavigate();
  const done = (): void => void navigate({ to: "/admin/queues" });
  return (
    <RecordLoader key={id} records={queues} id={id}>
      {(record) => (
        <PageFrame
          title={record?.name ?? t("admin.queues.new")}
          actions={record !== null && <RulesLink subject={id} label={t("routing.open")} />}
        >
          {/* Of its own height, where something comes below it. */}
          <div>
            <QueueEditor key={record?.version} record={record} onDone={done} />
          </div>
          {record?.channel === "voice" && (
            <Suspense>
              <PolicyCard queue={record.id} />
            </Suspense>
          )}
        </PageFrame>
      )}
    </RecordLoader>
  );
}
