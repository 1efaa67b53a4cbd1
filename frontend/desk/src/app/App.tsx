/** Everything around the screens: look, words, cache, router. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { setUnauthenticated } from "@onqueue/api/client";
import { queryClient } from "../api/query";
import { fetchSession, setSession, useSession } from "../api/session";
import { setLanguage } from "../i18n/i18n";
import { live } from "../live/store";
import { ErrorBoundary } from "./ErrorBoundary";
import { router } from "./router";
import { cssVariables, themeFor } from "./theme";

// The scroll lock below dialogs makes a style element of its own, and looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name='style-nonce']")?.content ?? "";
}

/** Nobody is signed in any more: stop listening, and ask who it is. */
async function signedOut(): Promise<void> {
  live.link.stop();
  live.dispatch({ t: "forget" });
  const session = await fetchSession();
  setSession(session);
  await router.invalidate();
}

/** The person's own language comes with the session, wherever it was chosen. */
function useSessionLanguage(): void {
  const language = useSession()?.me?.language;
  const { i18n } = useTranslation();
  useEffect(() => {
    if (language !== undefined && language !== i18n.language) {
      void setLanguage(language);
    }
    // Only a change of the account's language counts, not one made on this screen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [language]);
}

function Screens() {
  useSessionLanguage();
  return <RouterProvider router={router} />;
}

let leaving: Promise<void> | null = null;

export function App() {
  const { t } = useTranslation();
  const theme = useMemo(
    () => themeFor({ close: t("common.close"), password: t("common.password_toggle") }),
    [t],
  );
  useEffect(() => {
    const leave = (): void => {
      leaving ??= signedOut().finally(() => {
        leaving = null;
      });
    };
    setUnauthenticated(leave);
    live.refused = leave;
  }, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" limit={4} />
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <Screens />
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
