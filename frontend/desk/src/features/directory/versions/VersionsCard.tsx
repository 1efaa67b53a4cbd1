/** What counted when, who said so and why, and the way back. */
import { Button, Group, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@onqueue/api/models";
import { dateTime } from "../../../ui/format";
import { Card } from "../../../ui/Page";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import classes from "../Items.module.css";

/** A version of anything that is drafted and published. */
export interface Published {
  number: number | null;
  published_by: string;
  published_at: number | null;
  note: string;
  restores: number | null;
}

export interface VersionsCardProps<V extends Published> {
  versions: UseQueryResult<Page<V>>;
  page: number;
  onPage: (page: number) => void;
  /** The version in force; 0 where none was published. */
  seen: number;
  /** What is so while none was published. */
  empty: string;
  differences: (version: V) => ReactNode;
  restore: (number: number, note: string) => Promise<unknown>;
  /** What restoring means, where that needs saying. */
  restoring?: string;
  /** Whether one can go back to how it was before any version. */
  usual?: boolean;
}

export function VersionsCard<V extends Published>(props: VersionsCardProps<V>) {
  const { versions, page, onPage, seen, differences } = props;
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<number | null>(null);
  if (versions.isError)
    return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  if (versions.data === undefined) return <Loading />;
  const { items, total, size } = versions.data;
  return (
    <Card title={t("routing.versions")}>
      {items.length === 0 && (
        <EmptyState title={t("routing.no_versions")}>{props.empty}</EmptyState>
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
                  onClick={() => setChosen(version.number)}
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
            {differences(version)}
          </li>
        ))}
      </ol>
      <Group gap="xs" mt="sm">
        {props.usual === true && seen > 0 && (
          <Button size="xs" variant="default" onClick={() => setChosen(0)}>
            {t("routing.restore_usual")}
          </Button>
        )}
        {page > 1 && (
          <Button size="xs" variant="subtle" onClick={() => onPage(page - 1)}>
            {t("routing.newer")}
          </Button>
        )}
        {page * size < total && (
          <Button size="xs" variant="subtle" onClick={() => onPage(page + 1)}>
            {t("routing.older")}
          </Button>
        )}
      </Group>
      {chosen !== null && (
        <ReasonDialog
          title={t("routing.restore_title", { number: chosen })}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.restore_confirm")}
          run={(note) => props.restore(chosen, note)}
          onClose={() => setChosen(null)}
        >
          {props.restoring !== undefined && <Text size="sm">{props.restoring}</Text>}
        </ReasonDialog>
      )}
    </Card>
  );
}
