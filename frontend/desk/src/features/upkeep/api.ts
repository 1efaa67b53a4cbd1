/** The server's health, as administrators see it. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { Finding, HealthFigure, Page, ParkedJob } from "@onqueue/api/models";
import { queryClient } from "../../api/query";
import type { ListControl } from "../../ui/table/list";

const KEY = "upkeep";
const EVERY_MS = 10_000;
const BADGE_EVERY_MS = 30_000;

export function useHealth(everyMs = EVERY_MS): UseQueryResult<HealthFigure> {
  return useQuery({
    queryKey: [KEY, "health"],
    queryFn: () => unwrap(api.GET("/api/upkeep/health")),
    refetchInterval: everyMs,
  });
}

export function useHealthBadge(): UseQueryResult<HealthFigure> {
  return useHealth(BADGE_EVERY_MS);
}

export function useFindings(list: ListControl): UseQueryResult<Page<Finding>> {
  return useQuery({
    queryKey: [KEY, "findings", list.query],
    queryFn: () => unwrap(api.GET("/api/upkeep/findings", { params: { query: list.query } })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function useParkedJobs(list: ListControl): UseQueryResult<Page<ParkedJob>> {
  return useQuery({
    queryKey: [KEY, "jobs", list.query],
    queryFn: () => unwrap(api.GET("/api/upkeep/jobs", { params: { query: list.query } })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function refreshHealth(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [KEY] });
}

export async function seeFindings(upTo: number): Promise<number> {
  const body = { up_to: upTo };
  const { seen } = await unwrap(api.POST("/api/upkeep/findings/seen", { body }));
  await refreshHealth();
  return seen;
}

export type JobAct = "retry" | "drop";

export async function actOnJob(job: string, act: JobAct, reason: string): Promise<void> {
  const given = { params: { path: { job } }, body: { reason } };
  try {
    await unwrap(
      act === "retry"
        ? api.POST("/api/upkeep/jobs/{job}/retry", given)
        : api.POST("/api/upkeep/jobs/{job}/drop", given),
    );
  } finally {
    // Somebody else may have acted on it before.
    await refreshHealth();
  }
}
