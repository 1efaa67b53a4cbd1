import { Anchor, Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { refreshHealth, useHealth } from "../../features/upkeep/api";
import { FindingTable } from "../../features/upkeep/components/FindingTable";
import { HealthSummary } from "../../features/upkeep/components/HealthSummary";
import { JobTable } from "../../features/upkeep/components/JobTable";
import { ServerTable } from "../../features/upkeep/components/ServerTable";
import { Card, PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";

/** Whether the server is well, what it repaired by itself, and what waits for a person. */
export function HealthPage() {
  const { t } = useTranslation();
  const health = useHealth();
  return (
    <PageFrame
      title={t("health.title")}
      text={t("health.text")}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={health.isFetching}
          onClick={() => void refreshHealth()}
        >
          {t("health.check")}
        </Button>
      }
    >
      {health.isError ? (
        <ErrorState error={health.error} retry={() => void health.refetch()} />
      ) : health.data === undefined ? (
        <Loading />
      ) : (
        <HealthSummary health={health.data} />
      )}
      <Card title={t("health.findings")}>
        <FindingTable fresh={health.data?.findings_new ?? 0} at={health.data?.at ?? 0} />
      </Card>
      <Card title={t("health.jobs")}>
        <JobTable />
      </Card>
      {health.data !== undefined && (
        <Card title={t("health.servers")}>
          <ServerTable servers={health.data.servers} />
        </Card>
      )}
      <Card title={t("health.metrics_title")}>
        <p>{t("health.metrics_text")}</p>
        <Anchor href="/metrics" target="_blank" rel="noreferrer" size="sm">
          {t("health.metrics")}
        </Anchor>
      </Card>
    </PageFrame>
  );
}
