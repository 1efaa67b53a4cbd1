/** Which drawings counted when, what each changed and why, and the way back. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowShown } from "@onqueue/api/models";
import { dateTime } from "../../../../ui/format";
import { Card } from "../../../../ui/Page";
import { ReasonDialog } from "../../../../ui/ReasonDialog";
import { EmptyState, ErrorState, Loading } from "../../../../ui/states";
import { drawing, useFlowVersions } from "../api";
import classes from "./Flow.module.css";

export function FlowVersions({ shown }: { shown: FlowShown }) {
  const { t, i18n } = useTranslation();
  const [restoring, setRestoring] = useState<number | null>(null);
  const versions = useFlowVersions(shown.flow);
  if (versions.isError)
    return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  if (versions.data === undefined) return <Loading />;
  const seen = shown.in_force?.number ?? 0;
  return (
    <Card title={t("routing.versions")}>
      {versions.data.items.length === 0 && (
        <EmptyState title={t("routing.no_versions")}>{t("flows.state_empty")}</EmptyState>
      )}
      <ol className={classes.nodes} aria-label={t("routing.versions")}>
        {versions.data.items.map((version) => (
          <li key={version.number} className={classes.node}>
            <div className={classes.head}>
              <span className={classes.name}>
                {t("routing.version", { number: version.number ?? 0 })}
                {version.number === seen && ` · ${t("routing.in_force")}`}
              </span>
              <Text size="xs" c="dimmed">
                {version.published_by}, {dateTime(version.published_at ?? 0, i18n.language)}
              </Text>
              {version.number !== seen && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => setRestoring(version.number)}
                >
                  {t("routing.restore", { number: version.number ?? 0 })}
                </Button>
              )}
            </div>
            <Text size="sm">{version.note}</Text>
            <Text size="xs" c="dimmed">
              {version.differences
                .map((one) => `${one.node || t("flows.whole")}: ${t(`flows.change.${one.change}`)}`)
                .join("; ")}
            </Text>
          </li>
        ))}
      </ol>
      {restoring !== null && (
        <ReasonDialog
          title={t("routing.restore_title", { number: restoring })}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.restore_confirm")}
          run={(note) => drawing.restore(shown.flow, restoring, seen, note)}
          onClose={() => setRestoring(null)}
        />
      )}
    </Card>
  );
}
