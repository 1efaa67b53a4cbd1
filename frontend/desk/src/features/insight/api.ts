/** One's own figures. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { AgentFigures } from "@onqueue/api/models";

const EVERY_MS = 30_000;

export function useMyFigures(from: number, to: number): UseQueryResult<AgentFigures> {
  return useQuery({
    queryKey: ["insight", "me", from, to],
    queryFn: () => unwrap(api.GET("/api/insight/me", { params: { query: { from, to } } })),
    refetchInterval: EVERY_MS,
  });
}
