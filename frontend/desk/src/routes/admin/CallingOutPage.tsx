import { Alert, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { policyQuery } from "../../features/outbound/api";
import { DialPolicyEditor } from "../../features/outbound/components/DialPolicyEditor";
import { StopNotice } from "../../features/outbound/components/StopNotice";
import { PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";

export function CallingOutPage() {
  const { t } = useTranslation();
  const found = useQuery(policyQuery);
  const policy = found.data;
  return (
    <PageFrame title={t("admin.nav.calling_out")} text={t("outbound.nav_text")}>
      <Stack gap="md">
        {found.isError && <ErrorState error={found.error} retry={() => void found.refetch()} />}
        {found.isPending && <Loading />}
        {policy?.stopped && <StopNotice stopped={policy.stopped} />}
        {policy?.allowed.length === 0 && <Alert>{t("outbound.nobody_yet")}</Alert>}
        {policy !== undefined && <DialPolicyEditor key={policy.version} policy={policy} />}
      </Stack>
    </PageFrame>
  );
}
