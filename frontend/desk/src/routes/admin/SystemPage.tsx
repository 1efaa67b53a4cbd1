import { Anchor, Button } from "@mantine/core";
import { IconCircleCheck, IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import { Problem } from "@onqueue/api/problem";
import { useLinkStatus } from "../../live/store";
import { Card, PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";
import classes from "./System.module.css";

const EVERY_MS = 10_000;

/** Whether the server can serve, and what is wrong when it cannot. */
export function SystemPage() {
  const { t } = useTranslation();
  const link = useLinkStatus();
  const ready = useQuery({
    queryKey: ["health", "ready"],
    queryFn: () => unwrap(api.GET("/health/ready")),
    refetchInterval: EVERY_MS,
    retry: false,
  });
  // A server that is not ready answers with 503 and says why.
  const refused = ready.error instanceof Problem && ready.error.status === 503;
  const health = ready.data;
  return (
    <PageFrame
      narrow
      title={t("admin.nav.system")}
      text={t("admin.system.text")}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={ready.isFetching}
          onClick={() => void ready.refetch()}
        >
          {t("admin.system.check")}
        </Button>
      }
    >
      <Card title={t("admin.system.server")}>
        {ready.isError && !refused ? (
          <ErrorState error={ready.error} retry={() => void ready.refetch()} />
        ) : health === undefined && !refused ? (
          <Loading />
        ) : (
          <Check
            good={health?.ok === true}
            text={health?.ok === true ? t("admin.system.ready") : t("admin.system.not_ready")}
          />
        )}
        {Object.entries(health?.problems ?? {}).map(([name, problem]) => (
          <Check key={name} good={false} text={`${name}: ${problem}`} />
        ))}
        <Check good={link === "live"} text={t(`common.link.${link}`)} />
      </Card>
      <Card title={t("admin.system.numbers")}>
        <p className={classes.text}>{t("admin.system.metrics_text")}</p>
        <Anchor href="/metrics" target="_blank" rel="noreferrer" size="sm">
          {t("admin.system.metrics")}
        </Anchor>
      </Card>
    </PageFrame>
  );
}

function Check({ good, text }: { good: boolean; text: string }) {
  return (
    <p className={classes.check} data-good={good}>
      {good ? (
        <IconCircleCheck size={18} aria-hidden />
      ) : (
        <IconAlertTriangle size={18} aria-hidden />
      )}
      {text}
    </p>
  );
}
