import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useQueues } from "../../api/directory";
import { RulesEditor } from "../../features/directory/routing/components/RulesEditor";
import { VersionList } from "../../features/directory/routing/components/VersionList";
import { useRouting } from "../../features/directory/routing/api";
import { FLOOR } from "../../features/directory/routing/rules";
import { TrialCard } from "../../features/trials/components/TrialCard";
import { PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";

const route = getRouteApi("/shell/admin/routing/$subject");

export function RoutingPage() {
  const { t } = useTranslation();
  const { subject } = route.useParams();
  const shown = useRouting(subject);
  const queue = useQueues().data?.find((one) => one.id === subject)?.name ?? "";
  const title = subject === FLOOR ? t("routing.floor.title") : t("routing.title", { queue });
  return (
    <PageFrame title={title} text={t("routing.text")}>
      {shown.isError ? (
        <ErrorState error={shown.error} retry={() => void shown.refetch()} />
      ) : shown.data === undefined ? (
        <Loading />
      ) : (
        <>
          <RulesEditor
            key={`${subject}-${shown.data.in_force.number ?? 0}-${shown.data.draft?.revision ?? 0}`}
            shown={shown.data}
          />
          <TrialCard subject={subject} revision={shown.data.draft?.revision ?? null} />
          <VersionList shown={shown.data} />
        </>
      )}
    </PageFrame>
  );
}
