/** The rows that a figure counts: as many as it says. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Behind } from "@onqueue/api/models";
import { useAgentNames, useQueues } from "../../../api/directory";
import { clockTime, dateTime } from "../../../ui/format";
import { DataTable } from "../../../ui/table/DataTable";
import { useList } from "../../../ui/table/list";
import { behindQuery, reportCsv, useBehind, type BehindAsked } from "../reports";

interface BehindTableProps {
  label: string;
  asked: BehindAsked;
  onOpen: (contact: string) => void;
}

export function BehindTable({ label, asked, onOpen }: BehindTableProps) {
  const { t, i18n } = useTranslation();
  const list = useList({ sort: "at", order: "desc" });
  const found = useBehind(asked, list.query);
  const queues = new Map((useQueues().data ?? []).map((one) => [one.id, one.name]));
  const agents = useAgentNames();
  const time = (ms: number | null) => (
    <span className="tnum">{ms === null ? "–" : clockTime(ms)}</span>
  );
  const ratings = found.data?.items.some((row) => row.score !== null) ?? false;
  const stays = found.data?.items.some((row) => row.wait_ms !== null) ?? false;
  return (
    <DataTable
      label={label}
      rows={found.data?.items}
      total={found.data?.total}
      rowId={(row: Behind) => `${row.contact}/${row.seq}`}
      rowLabel={(row) => t("reports.open_contact", { when: dateTime(row.at, i18n.language) })}
      onOpen={(row) => onOpen(row.contact)}
      list={list}
      searchable={false}
      loading={found.isPlaceholderData}
      error={found.error}
      retry={() => void found.refetch()}
      csv={reportCsv("/api/insight/contacts.csv", behindQuery(asked))}
      columns={[
        {
          id: "at",
          header: t("reports.when"),
          sort: "at",
          cell: (row) => <span className="tnum">{dateTime(row.at, i18n.language)}</span>,
        },
        {
          id: "queue",
          header: t("reports.queue"),
          sort: "queue",
          cell: (row) => queues.get(row.queue) ?? row.queue,
        },
        {
          id: "agent",
          header: t("reports.agent"),
          sort: "agent",
          cell: (row) => (row.agent === null ? "–" : (agents.get(row.agent) ?? row.agent)),
        },
        {
          id: "outcome",
          header: t("reports.outcome"),
          cell: (row) => (
            <Badge color={row.outcome === "abandoned" ? "coral" : "gray"}>
              {t(`reports.outcomes.${row.outcome as "answered"}`, {
                defaultValue: row.outcome.replaceAll("_", " "),
              })}
            </Badge>
          ),
        },
        ...(stays
          ? [
              {
                id: "wait",
                header: t("reports.wait"),
                align: "right" as const,
                cell: (row: Behind) => time(row.wait_ms),
              },
            ]
          : []),
        ...(!stays && !ratings
          ? [
              {
                id: "talk",
                header: t("reports.talk"),
                align: "right" as const,
                cell: (row: Behind) => time(row.talk_ms),
              },
              {
                id: "wrap",
                header: t("reports.wrap"),
                align: "right" as const,
                cell: (row: Behind) => time(row.wrap_ms),
              },
            ]
          : []),
        ...(ratings
          ? [
              {
                id: "score",
                header: t("reports.score"),
                align: "right" as const,
                cell: (row: Behind) => (
                  <span className="tnum">{row.score === null ? "–" : `${row.score} / 5`}</span>
                ),
              },
            ]
          : []),
      ]}
      empty={{ title: t("reports.none_behind"), text: t("reports.none_behind_text") }}
    />
  );
}
