/** Figures of queues and agents, what they mean, and the rows they count. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type {
  AgentReport,
  Behind,
  By,
  Listing,
  Metric,
  Page,
  QueueReport,
} from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";

export interface ReportAsked {
  from: number;
  to: number;
  by: By;
  queue: string[];
}

const EVERY_MS = 60_000;

function listed(ids: string[]): string[] | undefined {
  return ids.length === 0 ? undefined : ids;
}

export function useQueueReport(asked: ReportAsked, enabled = true): UseQueryResult<QueueReport> {
  const { from, to, by, queue } = asked;
  return useQuery({
    queryKey: ["insight", "queues", asked],
    queryFn: () =>
      unwrap(
        api.GET("/api/insight/queues", {
          params: { query: { from, to, by, queue: listed(queue) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    enabled,
  });
}

export function useAgentReport(from: number, to: number): UseQueryResult<AgentReport> {
  return useQuery({
    queryKey: ["insight", "agents", from, to],
    queryFn: () =>
      unwrap(api.GET("/api/insight/agents", { params: { query: { from, to, by: "total" } } })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export interface BehindAsked {
  figure: string;
  from: number;
  to: number;
  queue?: string;
  agent?: string;
}

export function behindQuery(asked: BehindAsked) {
  const { figure, from, to, queue, agent } = asked;
  return {
    figure,
    from,
    to,
    ...(queue === undefined ? {} : { queue: [queue] }),
    ...(agent === undefined ? {} : { agent: [agent] }),
  };
}

export function useBehind(asked: BehindAsked, list: Listing): UseQueryResult<Page<Behind>> {
  return useQuery({
    queryKey: ["insight", "contacts", asked, list],
    queryFn: () =>
      unwrap(
        api.GET("/api/insight/contacts", { params: { query: { ...behindQuery(asked), ...list } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useMetrics(): UseQueryResult<Metric[]> {
  return useQuery({
    queryKey: ["insight", "metrics"],
    queryFn: () => unwrap(api.GET("/api/insight/metrics")),
    staleTime: Infinity,
  });
}

/** The address of the same report as a file. */
export function reportCsv(
  path: string,
  asked: Record<string, string | number | readonly string[] | undefined>,
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(asked)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as string[]) : [value])
      params.append(key, String(one));
  }
  return `${path}?${params.toString()}`;
}
