/** The questions that screens ask of the floor. */
import { useCallback } from "react";
import type { AgentEntity, ContactEntity, OfferEntity, QueueEntity } from "./protocol";
import type { LiveState } from "./reducer";
import { sameItems, useLive } from "./store";

export function useAgent(id: string): AgentEntity | undefined {
  return useLive(useCallback((state: LiveState) => state.entities.agent[id], [id]));
}

export function useContact(id: string | null): ContactEntity | undefined {
  return useLive(
    useCallback((state: LiveState) => (id === null ? undefined : state.entities.contact[id]), [id]),
  );
}

export function useQueue(id: string | null): QueueEntity | undefined {
  return useLive(
    useCallback((state: LiveState) => (id === null ? undefined : state.entities.queue[id]), [id]),
  );
}

export function useQueueList(): QueueEntity[] {
  return useLive(allQueues, sameItems);
}

function allQueues(state: LiveState): QueueEntity[] {
  return Object.values(state.entities.queue).sort((a, b) => a.name.localeCompare(b.name));
}

/** What I own or am consulted on, oldest first. */
export function contactsOf(state: LiveState, me: string): ContactEntity[] {
  return Object.values(state.entities.contact)
    .filter(
      (contact) =>
        (contact.agent === me && (contact.state === "active" || contact.state === "wrap_up")) ||
        (contact.consult?.agent === me && contact.consult.state === "joined"),
    )
    .sort((a, b) => (a.answered_at ?? 0) - (b.answered_at ?? 0) || a.id.localeCompare(b.id));
}

export function useMyContacts(me: string): ContactEntity[] {
  return useLive(
    useCallback((state: LiveState) => contactsOf(state, me), [me]),
    sameItems,
  );
}

export function offersTo(state: LiveState, me: string): OfferEntity[] {
  return Object.values(state.entities.offer)
    .filter((offer) => offer.agent === me)
    .sort((a, b) => a.expires_at - b.expires_at);
}

export function useMyOffers(me: string): OfferEntity[] {
  return useLive(
    useCallback((state: LiveState) => offersTo(state, me), [me]),
    sameItems,
  );
}

/** The name of a queue by its id; the id where it is not on the floor any more. */
export function useQueueName(): (queue: string) => string {
  const queues = useLive((state: LiveState) => state.entities.queue);
  return (queue) => queues[queue]?.name ?? queue;
}

export function useKnown(): boolean {
  return useLive((state: LiveState) => state.epoch !== null);
}
