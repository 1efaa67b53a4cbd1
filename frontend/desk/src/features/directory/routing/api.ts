/** Versions of rules of routing, gates, and queues that are closed at once. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type {
  FloorRules,
  Gate,
  Page,
  QueueRules,
  Routing,
  RoutingVersion,
} from "@onqueue/api/models";
import { useNames } from "../../../api/lists";
import { queryClient } from "../../../api/query";
import { flows } from "../../../api/records";
import { isFloor } from "./rules";

const at = (subject: string) => ({ params: { path: { subject } } }) as const;
const of = (queue: string) => ({ params: { path: { queue } } }) as const;

export function useRouting(subject: string): UseQueryResult<Routing> {
  return useQuery({
    queryKey: ["routing", subject],
    queryFn: () => unwrap(api.GET("/api/routing/{subject}", at(subject))),
    gcTime: 0,
    staleTime: Infinity,
  });
}

export function useVersions(subject: string, page: number): UseQueryResult<Page<RoutingVersion>> {
  return useQuery({
    queryKey: ["routing", subject, "versions", page],
    queryFn: () =>
      unwrap(
        api.GET("/api/routing/{subject}/versions", {
          params: { path: { subject }, query: { page, size: 10 } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Names of flows by their ids. */
export function useFlowNames(): Record<string, string> {
  const { data } = useQuery({
    queryKey: ["directory", "flows"],
    queryFn: async () => (await flows.list({ size: 200 })).items,
  });
  return Object.fromEntries((data ?? []).map((one) => [one.id, one.name]));
}

/** Names of all that rules speak of. */
export function useRuleNames(): Record<string, string> {
  return { ...useNames(), ...useFlowNames() };
}

export function useGates(): UseQueryResult<Gate[]> {
  return useQuery({
    queryKey: ["directory", "gates"],
    queryFn: async () =>
      (await unwrap(api.GET("/api/gates", { params: { query: { size: 200 } } }))).items,
  });
}

async function told(subject: string, answer: Promise<Routing>): Promise<Routing> {
  const routing = await answer;
  queryClient.setQueryData(["routing", subject], routing);
  await queryClient.invalidateQueries({ queryKey: ["routing", subject, "versions"] });
  return routing;
}

export const routing = {
  save: (subject: string, revision: number, rules: QueueRules | FloorRules): Promise<Routing> =>
    told(
      subject,
      isFloor(rules)
        ? unwrap(api.PUT("/api/routing/floor/draft", { body: { revision, rules, note: "" } }))
        : unwrap(
            api.PUT("/api/routing/{queue}/draft", {
              ...of(subject),
              body: { revision, rules, note: "" },
            }),
          ),
    ),
  discard: (subject: string, revision: number): Promise<Routing> =>
    told(
      subject,
      unwrap(
        api.DELETE("/api/routing/{subject}/draft", {
          params: { path: { subject }, query: { revision } },
        }),
      ),
    ),
  publish: (subject: string, revision: number, note: string): Promise<Routing> =>
    told(
      subject,
      unwrap(
        api.POST("/api/routing/{subject}/publish", { ...at(subject), body: { revision, note } }),
      ),
    ),
  restore: (subject: string, number: number, seen: number, note: string): Promise<Routing> =>
    told(
      subject,
      unwrap(
        api.POST("/api/routing/{subject}/restore", {
          ...at(subject),
          body: { number, seen, note },
        }),
      ),
    ),
};
