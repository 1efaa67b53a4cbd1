/** Conversations found, with filters; opens one read-only. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ConversationQuery, ConversationRow } from "@onqueue/api/models";
import { useAgentNames, useQueues, useWrapUpCodes } from "../../../api/directory";
import { dateTime } from "../../../ui/format";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import { useConversations } from "../api";
import { PERIODS, periodStart, STATES } from "../filters";

interface ConversationTableProps {
  onOpen: (id: string) => void;
  customer?: string;
}

const CHOICES = { queue: null, state: STATES, code: null, period: PERIODS };

export function ConversationTable({ onOpen, customer }: ConversationTableProps) {
  const { t, i18n } = useTranslation();
  const list = useList({}, CHOICES);
  const { period = "all", ...filters } = list.filters;
  const queues = useQueues().data ?? [];
  const codes = useWrapUpCodes().data ?? [];
  const agents = useAgentNames();
  const queueName = (id: string | null): string => queues.find((one) => one.id === id)?.name ?? "";
  const from = periodStart(period);
  const query: ConversationQuery = {
    ...list.query,
    ...filters,
    ...(customer === undefined ? {} : { customer }),
    ...(from === null ? {} : { from }),
  };
  const { data, error, isFetching, refetch } = useConversations(query);
  const columns: Column<ConversationRow>[] = [
    {
      id: "customer",
      header: t("search.customer"),
      cell: (row) => row.customer_name,
      sort: "customer",
    },
    { id: "topic", header: t("search.topic"), cell: (row) => row.topic ?? "" },
    { id: "queue", header: t("search.queue"), cell: (row) => queueName(row.queue), wide: true },
    {
      id: "agent",
      header: t("search.agent"),
      cell: (row) => agents.get(row.agent ?? "") ?? "",
      wide: true,
    },
    {
      id: "state",
      header: t("search.state"),
      cell: (row) => t(`search.states.${(row.state ?? "closed") as "waiting"}`),
    },
    {
      id: "csat",
      header: t("search.csat"),
      cell: (row) => row.csat ?? "",
      align: "right",
      wide: true,
    },
    {
      id: "opened_at",
      header: t("search.started"),
      cell: (row) => <span className="tnum">{dateTime(row.opened_at, i18n.language)}</span>,
      sort: "opened_at",
    },
  ];
  return (
    <DataTable
      label={t("search.conversations")}
      columns={columns}
      rows={data?.items}
      rowId={(row) => row.id}
      total={data?.total}
      list={list}
      loading={isFetching}
      error={error}
      retry={() => void refetch()}
      onOpen={(row) => onOpen(row.id)}
      csv={csvHref("/api/conversations.csv", { ...query })}
      empty={{ title: t("search.none"), text: t("search.none_hint") }}
      filters={
        <>
          <Select
            w={160}
            clearable
            aria-label={t("search.queue")}
            placeholder={t("search.any_queue")}
            data={queues.map(({ id, name }) => ({ value: id, label: name }))}
            value={filters.queue ?? null}
            onChange={(value) => list.filter({ queue: value })}
          />
          <Select
            w={140}
            clearable
            aria-label={t("search.state")}
            placeholder={t("search.any_state")}
            data={STATES.map((state) => ({ value: state, label: t(`search.states.${state}`) }))}
            value={filters.state ?? null}
            onChange={(value) => list.filter({ state: value })}
          />
          <Select
            w={170}
            clearable
            searchable
            aria-label={t("search.code")}
            placeholder={t("search.any_code")}
            data={codes.map(({ id, name }) => ({ value: id, label: name }))}
            value={filters.code ?? null}
            onChange={(value) => list.filter({ code: value })}
          />
          <Select
            w={140}
            allowDeselect={false}
            aria-label={t("search.period")}
            data={PERIODS.map((one) => ({ value: one, label: t(`search.periods.${one}`) }))}
            value={period}
            onChange={(value) => list.filter({ period: value === "all" ? null : value })}
          />
        </>
      }
    />
  );
}
