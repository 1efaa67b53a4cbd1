/** Small parts that all lists and editors of the directory share. */
import { Badge, MultiSelect, Text, type MultiSelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Configured } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { dateTime } from "../../../ui/format";
import type { Column } from "../../../ui/table/DataTable";
import type { Translate } from "../../../i18n/i18n";

export function ArchivedBadge({ archived }: { archived: boolean }) {
  const { t } = useTranslation();
  return archived ? <Badge color="gray">{t("admin.archived.badge")}</Badge> : null;
}

export function NameCell({ name, archived }: { name: string; archived: boolean }) {
  return (
    <span>
      {name} <ArchivedBadge archived={archived} />
    </span>
  );
}

/** Who changed it last, and when. */
export function ChangedLine({ record }: { record: Configured | null }) {
  const { t, i18n } = useTranslation();
  if (record === null) return null;
  return (
    <Text size="xs" c="dimmed">
      {t("admin.changed", {
        when: dateTime(record.changed_at, i18n.language),
        who: record.changed_by,
      })}
    </Text>
  );
}

export function nameColumn<R extends Configured & { name: string }>(t: Translate): Column<R> {
  return {
    id: "name",
    header: t("admin.field.name"),
    sort: "name",
    cell: (row) => <NameCell {...row} />,
  };
}

export function descriptionColumn<R extends { description: string }>(t: Translate): Column<R> {
  return {
    id: "description",
    header: t("admin.field.description"),
    wide: true,
    cell: (row) => row.description,
  };
}

export function changedColumn<R extends Configured>(t: Translate, language: string): Column<R> {
  return {
    id: "changed_at",
    header: t("admin.changed_at"),
    sort: "changed_at",
    wide: true,
    cell: (row) => <span className="tnum">{dateTime(row.changed_at, language)}</span>,
  };
}

/** Queues by name; none chosen means all of them. */
export function QueuesField(props: MultiSelectProps) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const chosen = props.value ?? [];
  return (
    <MultiSelect
      searchable
      clearable
      data={queues.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder={chosen.length === 0 ? t("admin.all_queues") : undefined}
      nothingFoundMessage={t("admin.nothing_found")}
      {...props}
    />
  );
}

export function useQueueNames(): Record<string, string> {
  const queues = useQueues().data ?? [];
  return Object.fromEntries(queues.map(({ id, name }) => [id, name]));
}

export function QueueNames({ ids }: { ids: string[] }) {
  const { t } = useTranslation();
  const names = useQueueNames();
  if (ids.length === 0)
    return (
      <Text c="dimmed" size="sm">
        {t("admin.all_queues")}
      </Text>
    );
  return <>{ids.map((id) => names[id] ?? id).join(", ")}</>;
}
