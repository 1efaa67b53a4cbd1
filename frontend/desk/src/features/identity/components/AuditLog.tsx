/** Who changed what, when, from what to what. Nobody can change this list. */
import { Button, Drawer, Select, TextInput } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditRow } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useNames } from "../../../api/lists";
import { dateTime } from "../../../ui/format";
import { dayEnd, dayStart } from "../../../ui/periods";
import { DataTable } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import { AuditEntry } from "./AuditEntry";
import classes from "./AuditEntry.module.css";
import { actionText, KINDS, kindText, subjectName } from "../audit";

const CHOICES = { kind: KINDS, from: null, to: null, actor: null, subject: null };

/** Whose deeds or what thing alone is shown, by name. */
function onlyName(
  { actor, subject }: { actor?: string; subject?: string },
  row: AuditRow | undefined,
  names: Record<string, string>,
): string | undefined {
  if (actor !== undefined) return row?.actor_name ?? actor;
  return subject === undefined || row === undefined ? subject : subjectName(row, names);
}

export function AuditLog() {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const list = useList({ sort: "at", order: "desc" }, CHOICES);
  const { kind, from = "", to = "", actor, subject } = list.filters;
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const filter = {
    subject_kind: kind,
    from: dayStart(from),
    to: dayEnd(to),
    actor,
    subject,
  };
  const asked = { ...list.query, ...filter };
  const found = useQuery({
    queryKey: ["audit", asked],
    queryFn: () => unwrap(api.GET("/api/audit", { params: { query: asked } })),
    placeholderData: keepPreviousData,
  });
  // A link names them by their ids alone; every row found is theirs, and has the name.
  const only = onlyName(list.filters, found.data?.items[0], names);
  const narrow = (next: { actor?: string; subject?: string }): void => {
    setOpened(null);
    list.filter({ actor: null, subject: null, ...next });
  };
  return (
    <>
      <DataTable
        label={t("admin.nav.audit")}
        rows={found.data?.items}
        total={found.data?.total}
        rowId={(row: AuditRow) => String(row.id)}
        onOpen={setOpened}
        list={list}
        searchable={false}
        loading={found.isPlaceholderData}
        error={found.error}
        retry={() => void found.refetch()}
        filters={
          <>
            <Select
              aria-label={t("admin.audit.kind")}
              placeholder={t("admin.audit.kind")}
              clearable
              searchable
              w={180}
              data={KINDS.map((value) => ({ value, label: kindText(value, t) }))}
              value={kind ?? null}
              onChange={(value) => list.filter({ kind: value })}
            />
            <TextInput
              type="date"
              aria-label={t("admin.audit.from")}
              value={from}
              max={to === "" ? undefined : to}
              onChange={(event) => list.filter({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              aria-label={t("admin.audit.to")}
              value={to}
              min={from === "" ? undefined : from}
              onChange={(event) => list.filter({ to: event.currentTarget.value })}
            />
            {only !== undefined && (
              <Button variant="light" size="xs" onClick={() => narrow({})}>
                {t("admin.audit.only", { name: only })} ×
              </Button>
            )}
          </>
        }
        actions={
          <Button
            component="a"
            href={csvHref("/api/audit.csv", filter)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("common.table.csv")}
          </Button>
        }
        columns={[
          {
            id: "at",
            header: t("admin.audit.when"),
            sort: "at",
            cell: (row) => <span className="tnum">{dateTime(row.at, i18n.language)}</span>,
          },
          {
            id: "actor_name",
            header: t("admin.audit.who"),
            sort: "actor_name",
            cell: (row) => row.actor_name || t("admin.audit.system"),
          },
          {
            id: "action",
            header: t("admin.audit.what"),
            sort: "action",
            cell: (row) => actionText(row.action, t),
          },
          {
            id: "subject",
            header: t("admin.audit.subject"),
            cell: (row) => subjectName(row, names),
          },
          { id: "reason", header: t("admin.audit.reason"), wide: true, cell: (row) => row.reason },
        ]}
        empty={{
          title: t("admin.audit.none"),
          text: t("admin.audit.none_text"),
          icon: <IconHistory size={22} />,
        }}
      />
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size={640}
        classNames={{ title: classes.title }}
        title={opened === null ? "" : actionText(opened.action, t)}
        closeButtonProps={{ "aria-label": t("admin.close") }}
      >
        {opened !== null && (
          <AuditEntry
            row={opened}
            onActor={() => narrow({ actor: opened.actor })}
            onSubject={() => narrow({ subject: opened.subject })}
          />
        )}
      </Drawer>
    </>
  );
}
