/** Tokens come after the #, which browsers do not send: no server or proxy writes them down. */
import { useRouterState } from "@tanstack/react-router";

export function useToken(): string {
  return decodeURIComponent(useRouterState({ select: (state) => state.location.hash }));
}
