import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FlowEditor } from "../../features/directory/flows/components/FlowEditor";
import { FlowEntries } from "../../features/directory/flows/components/FlowEntries";
import { FlowTest } from "../../features/directory/flows/components/FlowTest";
import { FlowVersions } from "../../features/directory/flows/components/FlowVersions";
import { useFlow, useFlowShown } from "../../features/directory/flows/api";
import { PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";

const route = getRouteApi("/shell/admin/flows/$id");

export function FlowPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const flow = useFlow(id);
  const shown = useFlowShown(id);
  const [unsaved, setUnsaved] = useState(false);
  return (
    <PageFrame title={flow.data?.name ?? t("admin.nav.flows")} text={t("flows.text")}>
      {shown.isError ? (
        <ErrorState error={shown.error} retry={() => void shown.refetch()} />
      ) : shown.data === undefined ? (
        <Loading />
      ) : (
        <>
          <FlowEditor
            key={`${id}-${shown.data.in_force?.number ?? 0}-${shown.data.draft?.revision ?? 0}`}
            shown={shown.data}
            onDirty={setUnsaved}
          />
          <FlowTest flow={id} unsaved={unsaved} />
          <FlowEntries shown={shown.data} />
          <FlowVersions shown={shown.data} />
        </>
      )}
    </PageFrame>
  );
}
