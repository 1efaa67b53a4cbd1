/** What every address hangs from: the root, and the shell around all that needs a sign-in. */
import { createRootRoute, createRoute, redirect } from "@tanstack/react-router";
import { hasRight, loadSession, type Right } from "../api/session";
import { NotFound } from "./NotFound";
import { Shell } from "./shell/Shell";
import { officeWords } from "../i18n/i18n";

export const rootRoute = createRootRoute({ notFoundComponent: NotFound });

/** Everything below has somebody signed in, the rail and the top bar. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ location }) => {
    void officeWords();
    const session = await loadSession();
    if (session.setup_needed) redirect({ to: "/setup", throw: true });
    if (session.me === null) {
      redirect({ to: "/sign-in", search: { to: location.href }, throw: true });
    }
  },
  component: Shell,
});

/** Any one of the rights opens the screen; without them the way leads to one's own first screen. */
export function need(...rights: Right[]): () => Promise<void> {
  return async () => {
    const { me } = await loadSession();
    if (me !== null && !hasRight(me, ...rights)) redirect({ to: "/", throw: true });
    await officeWords();
  };
}
