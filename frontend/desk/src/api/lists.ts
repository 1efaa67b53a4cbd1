/** Short lists to choose from, and what has to be read again after a change. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Centre, Hours, Skill, Team } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useAgentNames, useQueues, useStateReasons, useWrapUpCodes } from "./directory";
import { queryClient } from "./query";
import { hours, skills, type RecordKind } from "./records";

const ALL = { size: 200 } as const;
const MINUTES = 5 * 60_000;

export function useSkills(): UseQueryResult<Skill[]> {
  return useQuery({
    queryKey: ["directory", "skills"],
    queryFn: async () => (await skills.list(ALL)).items,
    staleTime: MINUTES,
  });
}

export function useAllHours(): UseQueryResult<Hours[]> {
  return useQuery({
    queryKey: ["directory", "hours"],
    queryFn: async () => (await hours.list(ALL)).items,
    staleTime: MINUTES,
  });
}

export function useTeams(): UseQueryResult<Team[]> {
  return useQuery({
    queryKey: ["teams", "all"],
    queryFn: async () => (await unwrap(api.GET("/api/teams", { params: { query: ALL } }))).items,
    staleTime: MINUTES,
  });
}

export function useCentre(): UseQueryResult<Centre> {
  return useQuery({
    queryKey: ["centre"],
    queryFn: () => unwrap(api.GET("/api/centre")),
    staleTime: MINUTES,
  });
}

/** The name of whatever has an id, as far as it is known here. */
export function useNames(): Record<string, string> {
  const lists = [
    useQueues().data,
    useSkills().data,
    useAllHours().data,
    useTeams().data,
    useWrapUpCodes().data,
    useStateReasons().data,
  ];
  return Object.fromEntries([
    ...useAgentNames(),
    ...lists.flatMap((list) => (list ?? []).map((one) => [one.id, one.name] as const)),
  ]);
}

/** A record was made or changed: every list it may be in is read again. */
export async function recordChanged(kind: RecordKind, id?: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["directory", kind] }),
    queryClient.invalidateQueries({ queryKey: ["records", kind] }),
    id === undefined
      ? Promise.resolve()
      : queryClient.invalidateQueries({ queryKey: ["record", kind, id] }),
  ]);
}
