/** What the desk asks about conversations. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type {
  Conversation,
  ConversationQuery,
  ConversationRow,
  Page,
  Visit,
} from "@onqueue/api/models";

const at = (id: string) => ({ params: { path: { id } } }) as const;

export function useConversation(id: string): UseQueryResult<Conversation> {
  return useQuery({
    queryKey: ["conversation", id],
    queryFn: () => unwrap(api.GET("/api/conversations/{id}", at(id))),
  });
}

export function useVisits(id: string): UseQueryResult<Visit[]> {
  return useQuery({
    queryKey: ["conversation", id, "visits"],
    queryFn: () => unwrap(api.GET("/api/conversations/{id}/visits", at(id))),
  });
}

export function useConversations(query: ConversationQuery): UseQueryResult<Page<ConversationRow>> {
  return useQuery({
    queryKey: ["conversations", query],
    queryFn: () => unwrap(api.GET("/api/conversations", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

/** Tells the customer that their words were read. Losing one costs nothing: the next says more. */
export function sendSeen(conversation: string, seq: number): void {
  api
    .POST("/api/conversations/{id}/seen", { ...at(conversation), body: { seq } })
    .catch(() => undefined);
}
