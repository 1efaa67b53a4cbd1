/** Who is signed in, and what they may do. */
import { useQuery } from "@tanstack/react-query";
import { api, setCsrf, unwrap } from "@onqueue/api/client";
import type { Me, Session } from "@onqueue/api/models";
import { queryClient } from "./query";

export const SESSION_KEY = ["session"] as const;

export type Right =
  | "contact.handle"
  | "conversation.search"
  | "floor.watch"
  | "floor.steer"
  | "queue.close"
  | "chat.monitor"
  | "chat.whisper"
  | "chat.join"
  | "chat.take_over"
  | "report.read"
  | "report.own"
  | "customer.read"
  | "customer.edit"
  | "customer.merge"
  | "people.manage"
  | "directory.manage"
  | "audit.read"
  | "system.watch"
  | "system.tend"
  | "call.out"
  | "recording.hear"
  | "recording.keep";

export async function fetchSession(): Promise<Session> {
  const session = await unwrap(api.GET("/api/session"));
  setCsrf(session.csrf);
  return session;
}

const sessionQuery = { queryKey: SESSION_KEY, queryFn: fetchSession, staleTime: Infinity };

export function loadSession(): Promise<Session> {
  return queryClient.query({ ...sessionQuery, staleTime: "static" });
}

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** After signing in, out, or setting up: what was cached belonged to somebody else. */
export function setSession(session: Session): void {
  queryClient.clear();
  setCsrf(session.csrf);
  queryClient.setQueryData(SESSION_KEY, session);
}

export function setMe(me: Me): void {
  queryClient.setQueryData<Session>(SESSION_KEY, (old) => old && { ...old, me });
}

/** The person signed in. Only below the shell, where there is always one. */
export function useMe(): Me {
  const me = useSession()?.me;
  if (me === undefined || me === null) throw new Error("nobody is signed in");
  return me;
}

export function hasRight(me: Me, ...rights: Right[]): boolean {
  return rights.some((right) => me.rights.includes(right));
}

export function useRight(...rights: Right[]): boolean {
  return hasRight(useMe(), ...rights);
}

const STARTED = "onqueue.started";

/** The check at the start of a shift was passed in this tab. */
export function markStarted(): void {
  sessionStorage.setItem(STARTED, "1");
}

export function shiftStarted(): boolean {
  return sessionStorage.getItem(STARTED) !== null;
}
