/** What an agent may ask of the floor. The answer comes over the socket; a refusal is thrown. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type {
  BreakOutlook,
  ChosenState,
  ContactEvent,
  Explained,
  Language,
  Recap,
  Targets,
} from "@onqueue/api/models";
import { useContact } from "../../live/hooks";

const at = (id: string) => ({ params: { path: { id } } }) as const;
const told = (id: string, language: Language) =>
  ({ params: { path: { id }, query: { language } } }) as const;
const of = (contact: string) => ({ params: { path: { contact } } }) as const;
const to = (offer: string) => ({ params: { path: { offer } } }) as const;

export const floor = {
  state: (state: ChosenState, reason: string) =>
    api.POST("/api/floor/state", { body: { state, reason } }),
  accept: (offer: string) => api.POST("/api/floor/offers/{offer}/accept", to(offer)),
  decline: (offer: string, reason: string) =>
    api.POST("/api/floor/offers/{offer}/decline", { ...to(offer), body: { reason } }),
  transfer: (contact: string, body: { queue: string; target: string | null; note: string }) =>
    api.POST("/api/floor/contacts/{contact}/transfer", { ...of(contact), body }),
  consult: (contact: string, body: { agent: string; question: string }) =>
    api.POST("/api/floor/contacts/{contact}/consult", { ...of(contact), body }),
  endConsult: (contact: string) =>
    api.POST("/api/floor/contacts/{contact}/consult/end", of(contact)),
  completeConsult: (contact: string) =>
    api.POST("/api/floor/contacts/{contact}/consult/complete", of(contact)),
  requeue: (contact: string, reason: string) =>
    api.POST("/api/floor/contacts/{contact}/requeue", { ...of(contact), body: { reason } }),
  end: (contact: string) => api.POST("/api/floor/contacts/{contact}/end", of(contact)),
  extend: (contact: string) => api.POST("/api/floor/contacts/{contact}/extend", of(contact)),
  recap: (contact: string, recap: Recap) =>
    api.PUT("/api/contacts/{id}/recap", { ...at(contact), body: { ...recap, note: "" } }),
  close: (contact: string, code: string, hard: boolean) =>
    api.POST("/api/floor/contacts/{contact}/close", { ...of(contact), body: { code, hard } }),
  recovered: () => api.POST("/api/floor/recovered"),
  askBreak: (minutes: number) => api.POST("/api/floor/break", { body: { minutes } }),
  dropBreak: () => api.DELETE("/api/floor/break"),
};

/** What the rules would say to a short break now, and what customers would feel. */
export function useBreakOutlook(minutes: number): UseQueryResult<BreakOutlook> {
  return useQuery({
    queryKey: ["floor", "break", minutes],
    queryFn: () => unwrap(api.GET("/api/floor/break", { params: { query: { minutes } } })),
    staleTime: 0,
    refetchInterval: 5_000,
  });
}

export function useTargets(enabled: boolean): UseQueryResult<Targets> {
  return useQuery({
    queryKey: ["floor", "targets"],
    queryFn: () => unwrap(api.GET("/api/floor/targets")),
    enabled,
    staleTime: 0,
    refetchInterval: 5_000,
  });
}

/** What changes whenever something happened to a contact that its story tells. */
function useMoment(id: string): string {
  const contact = useContact(id);
  if (contact === undefined) return "";
  const { state, queue, agent, offer, priority, ring, target, consult, keeps_place } = contact;
  return JSON.stringify([state, queue, agent, offer, priority, ring, target, consult, keeps_place]);
}

export function useExplanation(contact: string, language: Language): UseQueryResult<Explained> {
  return useQuery({
    queryKey: ["contact", contact, "explain", language, useMoment(contact)],
    placeholderData: (before, query) => (query?.queryKey[1] === contact ? before : undefined),
    queryFn: () => unwrap(api.GET("/api/contacts/{id}/explain", told(contact, language))),
  });
}

/** What happened on the floor, and in a call also on its lines and with its recordings. */
async function story(contact: string, language: Language): Promise<ContactEvent[]> {
  const [floor, call] = await Promise.all([
    unwrap(api.GET("/api/contacts/{id}/events", told(contact, language))),
    unwrap(
      api.GET("/api/calls/{contact}/events", {
        params: { path: { contact }, query: { language } },
      }),
    ),
  ]);
  const told_of_call = call.map((one) => ({ ...one, why: null }));
  return [...floor, ...told_of_call].sort((a, b) => a.at - b.at || a.seq - b.seq);
}

export function useContactEvents(
  contact: string,
  language: Language,
): UseQueryResult<ContactEvent[]> {
  return useQuery({
    queryKey: ["contact", contact, "events", language, useMoment(contact)],
    placeholderData: (before, query) => (query?.queryKey[1] === contact ? before : undefined),
    queryFn: () => story(contact, language),
  });
}
