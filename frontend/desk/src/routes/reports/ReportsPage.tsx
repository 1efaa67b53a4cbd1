/** Figures of queues and of agents; each number opens the contacts behind it. */
import { Button, MultiSelect, SegmentedControl, Tabs } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { By } from "@onqueue/api/models";
import { useAgentNames, useQueues } from "../../api/directory";
import { AgentReportTable } from "../../features/insight/components/AgentReportTable";
import { BehindTable } from "../../features/insight/components/BehindTable";
import { MetricList } from "../../features/insight/components/MetricList";
import { PeriodPicker, type Dates } from "../../features/insight/components/PeriodPicker";
import { QueueReportTable } from "../../features/insight/components/QueueReportTable";
import { ReportCharts } from "../../features/insight/components/ReportCharts";
import {
  reportCsv,
  useAgentReport,
  useQueueReport,
  type BehindAsked,
} from "../../features/insight/reports";
import { clock } from "../../ui/now";
import { PageFrame } from "../../ui/Page";
import { datesOf, dayEnd, dayStart } from "../../ui/periods";
import { EmptyState, ErrorState, Loading } from "../../ui/states";
import { behindOf, NOTHING_BEHIND, searchOf, type ReportSearch } from "../addresses";
import { DrillDrawer } from "../contact/DrillDrawer";
import classes from "./Reports.module.css";

const route = getRouteApi("/shell/reports");
const CUTS: By[] = ["total", "day", "interval"];

export function ReportsPage() {
  const { t } = useTranslation();
  const { search, set } = useReportAddress();
  const agents = useAgentNames();
  const queues = useQueues().data ?? [];
  const dates = datesIn(search);
  const behind = behindOf(search);
  const setDates = ({ period, from, to }: Dates): void =>
    set(
      period === "own"
        ? { period, from, to }
        : { period: period === "today" ? undefined : period, from: undefined, to: undefined },
    );
  const titleOf = ({ queue, agent }: BehindAsked): string => {
    const place =
      agent !== undefined
        ? (agents.get(agent) ?? agent)
        : (queues.find((one) => one.id === queue)?.name ?? t("reports.all_queues"));
    const metric: string = t(`reports.metric.${search.metric as "asa"}`, { defaultValue: "" });
    return metric === "" ? place : `${metric} · ${place}`;
  };
  const from = dayStart(dates.from) ?? 0;
  const to = dayEnd(dates.to) ?? 0;
  const open = (asked: BehindAsked, metric: string): void =>
    set({ ...NOTHING_BEHIND, ...searchOf(asked, metric) }, false);
  const setContact = (contact: string | null): void =>
    set({ contact: contact ?? undefined }, contact === null);
  return (
    <PageFrame
      title={t("reports.title")}
      actions={<PeriodPicker value={dates} onChange={setDates} />}
    >
      <Tabs
        value={search.tab ?? "queues"}
        keepMounted={false}
        onChange={(next) => set({ tab: next === "agents" ? next : undefined })}
      >
        <Tabs.List>
          <Tabs.Tab value="queues">{t("reports.queues")}</Tabs.Tab>
          <Tabs.Tab value="agents">{t("reports.agents")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="queues" pt="md">
          <QueueReportPanel from={from} to={to} onDrill={open} />
        </Tabs.Panel>
        <Tabs.Panel value="agents" pt="md">
          <AgentReportPanel from={from} to={to} onDrill={open} />
        </Tabs.Panel>
      </Tabs>
      <MetricList />
      <DrillDrawer
        list={
          behind === null
            ? null
            : {
                title: titleOf(behind),
                content: <BehindTable label={titleOf(behind)} asked={behind} onOpen={setContact} />,
              }
        }
        contact={search.contact ?? null}
        contactName={t("board.contact")}
        onContact={setContact}
        onClose={() => set(NOTHING_BEHIND)}
      />
    </PageFrame>
  );
}

/** The dates that the address says: a period of its own moves on with the days. */
function datesIn(search: ReportSearch): Dates {
  const { period = "today", from, to } = search;
  if (period === "own" && from !== undefined && to !== undefined && from <= to) {
    return { period, from, to };
  }
  const known = period === "own" ? "today" : period;
  const [first, last] = datesOf(known, clock());
  return { period, from: first, to: last };
}

function useReportAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  /** With `replace` false one can go back to what was shown before. */
  const set = (part: Partial<ReportSearch>, replace = true): void =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace });
  return { search, set };
}

interface PanelProps {
  from: number;
  to: number;
  onDrill: (asked: BehindAsked, metric: string) => void;
}

function QueueReportPanel({ from, to, onDrill }: PanelProps) {
  const { t } = useTranslation();
  const { search, set } = useReportAddress();
  const { by = "total", queues: chosen = [] } = search;
  const settings = useQueues().data ?? [];
  const names = new Map(settings.map((one) => [one.id, one.name]));
  const asked = { from, to, by, queue: chosen };
  const report = useQueueReport(asked);
  // What the charts show: the pieces that fit the stretch, whatever the table is cut by.
  const cut: By = by !== "total" ? by : to - from <= 2 * 86_400_000 ? "interval" : "day";
  const charted = useQueueReport({ ...asked, by: cut }, cut !== by);
  const totals = (cut === by ? report : charted).data?.total ?? [];
  const shown = settings.filter((one) => chosen.length === 0 || chosen.includes(one.id));
  const targets = new Set(shown.map((one) => one.target_percent));
  if (report.isError) {
    return <ErrorState error={report.error} retry={() => void report.refetch()} />;
  }
  return (
    <div className={classes.panel}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t("reports.by")}
          data={CUTS.map((value) => ({ value, label: t(`reports.cut.${value}`) }))}
          value={by}
          onChange={(next) => set({ by: next === "total" ? undefined : next })}
        />
        <MultiSelect
          className={classes.queues}
          aria-label={t("reports.queue")}
          placeholder={chosen.length === 0 ? t("reports.all_queues") : undefined}
          data={settings.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          searchable
          value={chosen}
          onChange={(next) => set({ queues: next.length === 0 ? undefined : next })}
        />
        <span className={classes.spring} />
        <Button
          component="a"
          download
          href={reportCsv("/api/insight/queues.csv", asked)}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("common.table.csv")}
        </Button>
      </div>
      <ReportCharts
        totals={totals}
        by={cut}
        target={targets.size === 1 ? ([...targets][0] ?? null) : null}
      />
      {report.data === undefined ? (
        <Loading />
      ) : report.data.items.length === 0 ? (
        <EmptyState title={t("reports.none")}>{t("reports.none_text")}</EmptyState>
      ) : (
        <QueueReportTable
          rows={report.data.items}
          totals={report.data.total}
          by={report.data.by}
          names={names}
          onDrill={onDrill}
        />
      )}
    </div>
  );
}

function AgentReportPanel({ from, to, onDrill }: PanelProps) {
  const report = useAgentReport(from, to);
  return (
    <AgentReportTable
      rows={report.data?.items}
      loading={report.isPlaceholderData}
      error={report.error}
      retry={() => void report.refetch()}
      csv={reportCsv("/api/insight/agents.csv", { from, to, by: "total" })}
      onDrill={onDrill}
    />
  );
}
