/** The centre's lists that many screens read: queues, codes, reasons, canned replies. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { Reply, Queue, Reason, Code } from "@onqueue/api/models";

const ALL = { params: { query: { size: 200 } } } as const;
const MINUTES = 5 * 60_000;

export const directoryKeys = {
  queues: ["directory", "queues"],
  codes: ["directory", "wrap-up-codes"],
  reasons: ["directory", "state-reasons"],
  canned: ["directory", "canned-replies"],
} as const;

export function useQueues(): UseQueryResult<Queue[]> {
  return useQuery({
    queryKey: directoryKeys.queues,
    queryFn: async () => (await unwrap(api.GET("/api/queues", ALL))).items,
    staleTime: MINUTES,
  });
}

export function useWrapUpCodes(): UseQueryResult<Code[]> {
  return useQuery({
    queryKey: directoryKeys.codes,
    queryFn: async () => (await unwrap(api.GET("/api/wrap-up-codes", ALL))).items,
    staleTime: MINUTES,
  });
}

export function useStateReasons(): UseQueryResult<Reason[]> {
  return useQuery({
    queryKey: directoryKeys.reasons,
    queryFn: async () => (await unwrap(api.GET("/api/state-reasons", ALL))).items,
    staleTime: MINUTES,
  });
}

/** A state's reason in words: what the administrator named it, the floor's own, or as typed. */
export function useReasonText(): (reason: string) => string {
  const { t } = useTranslation();
  const reasons = useStateReasons().data ?? [];
  return (reason) =>
    reasons.find((one) => one.id === reason)?.name ??
    (isFloorReason(reason) ? t(`common.state_reason.${FLOOR_REASONS[reason]}`) : reason);
}

const FLOOR_REASONS = {
  "missed offers": "missed_offers",
  "connection lost": "connection_lost",
} as const;

function isFloorReason(reason: string): reason is keyof typeof FLOOR_REASONS {
  return Object.hasOwn(FLOOR_REASONS, reason);
}

export function useCannedReplies(): UseQueryResult<Reply[]> {
  return useQuery({
    queryKey: directoryKeys.canned,
    queryFn: async () => (await unwrap(api.GET("/api/canned-replies", ALL))).items,
    staleTime: MINUTES,
  });
}

/** The names behind the ids of agents, as far as one may see them. */
export function useAgentNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["directory", "agents"],
    queryFn: async () => {
      const { items } = await unwrap(api.GET("/api/agents", ALL));
      return new Map(items.map((agent) => [agent.account_id, agent.name]));
    },
    staleTime: MINUTES,
  });
  return data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
