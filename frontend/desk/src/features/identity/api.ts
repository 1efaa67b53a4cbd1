/** Signing in and out, invitations, passwords, and setting a new centre up. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { Invitation, Page, Session, SetupRequest, SignedInBrowser } from "@onqueue/api/models";
import { setSession } from "../../api/session";

export async function signIn(email: string, password: string): Promise<Session> {
  const session = await unwrap(api.POST("/api/session", { body: { email, password } }));
  setSession(session);
  return session;
}

export async function forgot(email: string): Promise<void> {
  await api.POST("/api/password/forgot", { body: { email } });
}

export async function resetPassword(token: string, password: string): Promise<void> {
  await api.POST("/api/password/reset", { body: { token, password } });
}

export async function changePassword(current: string, next: string): Promise<void> {
  await api.POST("/api/password", { body: { current, new: next } });
}

export function useInvitation(token: string): UseQueryResult<Invitation> {
  return useQuery({
    queryKey: ["invitation", token],
    queryFn: () => unwrap(api.GET("/api/invitations/{token}", { params: { path: { token } } })),
    enabled: token !== "",
  });
}

export async function acceptInvitation(
  token: string,
  body: { name: string; password: string },
): Promise<void> {
  const session = await unwrap(
    api.POST("/api/invitations/{token}", { params: { path: { token } }, body }),
  );
  setSession(session);
}

export async function setUp(body: SetupRequest): Promise<void> {
  setSession(await unwrap(api.POST("/api/setup", { body })));
}

const BROWSERS = ["me", "sessions"] as const;

export function useBrowsers(): UseQueryResult<Page<SignedInBrowser> | SignedInBrowser[]> {
  return useQuery({
    queryKey: BROWSERS,
    queryFn: () => unwrap(api.GET("/api/me/sessions")),
  });
}

export async function signOutBrowser(session: string): Promise<void> {
  await api.DELETE("/api/me/sessions/{session}", { params: { path: { session } } });
}
