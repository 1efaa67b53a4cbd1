/** People, teams and roles, as administrators read and change them. */
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type {
  Language,
  Person,
  PersonDraft,
  PersonPatch,
  RoleCatalogue,
} from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";

const at = (person: string) => ({ params: { path: { person } } }) as const;

export const people = {
  read: (person: string) => unwrap(api.GET("/api/people/{person}", at(person))),
  invite: (body: PersonDraft & { language?: Language }) =>
    unwrap(api.POST("/api/people", { body })),
  change: (person: string, body: PersonPatch) =>
    unwrap(api.PATCH("/api/people/{person}", { ...at(person), body })),
  inviteAgain: (person: string) => unwrap(api.POST("/api/people/{person}/invite", at(person))),
  deactivate: (person: string) => unwrap(api.POST("/api/people/{person}/deactivate", at(person))),
  reactivate: (person: string) => unwrap(api.POST("/api/people/{person}/reactivate", at(person))),
};

export const teams = {
  create: (name: string) => unwrap(api.POST("/api/teams", { body: { name } })),
  rename: (team: string, name: string) =>
    unwrap(api.PATCH("/api/teams/{team}", { params: { path: { team } }, body: { name } })),
  remove: (team: string) => api.DELETE("/api/teams/{team}", { params: { path: { team } } }),
};

export function useRoles(): UseQueryResult<RoleCatalogue> {
  return useQuery({
    queryKey: ["roles"],
    queryFn: () => unwrap(api.GET("/api/roles")),
    staleTime: Infinity,
  });
}

export function usePerson(id: string | null): UseQueryResult<Person> {
  return useQuery({
    queryKey: ["person", id],
    queryFn: () => people.read(id ?? ""),
    enabled: id !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
}

/** Whoever shows people or teams reads them again. */
export function usePeopleChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      ["people", "person", "teams", "agents"].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
  };
}
