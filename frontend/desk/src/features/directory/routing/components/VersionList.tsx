/** Which rules counted when, who said so and why, and the way back. */
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Routing, RoutingVersion } from "@onqueue/api/models";
import { useNames } from "../../../../api/lists";
import { DiffTable } from "../../../../ui/diff/DiffTable";
import { dateTime } from "../../../../ui/format";
import { Card } from "../../../../ui/Page";
import { EmptyState, ErrorState, Loading } from "../../../../ui/states";
import { routing, useVersions } from "../api";
import { ReasonDialog } from "../../../../ui/ReasonDialog";
import classes from "./Routing.module.css";

export function changesOf(version: RoutingVersion) {
  return version.differences.map(({ field, before, after }) => ({
    path: field,
    before,
    after,
    kind: "changed" as const,
  }));
}

export function VersionList({ shown }: { shown: Routing }) {
  const { t, i18n } = useTranslation();
  const [page, setPage] = useState(1);
  const [restoring, setRestoring] = useState<number | null>(null);
  const names = useNames();
  const versions = useVersions(shown.subject, page);
  if (versions.isError)
    return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  if (versions.data === undefined) return <Loading />;
  const { items, total, size } = versions.data;
  const seen = shown.in_force.number ?? 0;
  return (
    <Card title={t("routing.versions")}>
      {items.length === 0 && (
        <EmptyState title={t("routing.no_versions")}>{t("routing.no_versions_text")}</EmptyState>
      )}
      <ol className={classes.list} aria-label={t("routing.versions")}>
        {items.map((version) => (
          <li key={version.number} className={classes.item}>
            <div className={classes.head}>
              <span className={classes.title}>
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
            <p className={classes.says}>
              {version.restores !== null && (
                <>{t("routing.restored", { number: version.restores })} </>
              )}
              {version.note}
            </p>
            <DiffTable
              label={t("routing.differences", { number: version.number ?? 0 })}
              changes={changesOf(version)}
              names={names}
            />
          </li>
        ))}
      </ol>
      <Group gap="xs" mt="sm">
        {seen > 0 && (
          <Button size="xs" variant="default" onClick={() => setRestoring(0)}>
            {t("routing.restore_usual")}
          </Button>
        )}
        {page > 1 && (
          <Button size="xs" variant="subtle" onClick={() => setPage(page - 1)}>
            {t("routing.newer")}
          </Button>
        )}
        {page * size < total && (
          <Button size="xs" variant="subtle" onClick={() => setPage(page + 1)}>
            {t("routing.older")}
          </Button>
        )}
      </Group>
      {restoring !== null && (
        <ReasonDialog
          title={t("routing.restore_title", { number: restoring })}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.restore_confirm")}
          run={(note) => routing.restore(shown.subject, restoring, seen, note)}
          onClose={() => setRestoring(null)}
        >
          <Text size="sm">{t("routing.restore_text")}</Text>
        </ReasonDialog>
      )}
    </Card>
  );
}
