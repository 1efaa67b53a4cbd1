/** The frame around every screen: rail, top bar, the page, and what may come up at any moment. */
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useRight } from "../../api/session";
import { BoardAlerts } from "../../features/board/components/BoardAlerts";
import { OfferDock } from "../../features/floor/components/OfferDock";
import { outbox } from "../../live/sending";
import { live, useLive } from "../../live/store";
import type { LiveState } from "../../live/reducer";
import { useFocusKept } from "../../ui/focus";
import { setSkew } from "../../ui/now";
import { HelpOverlay } from "../../ui/shortcuts/HelpOverlay";
import { useShortcut, useShortcutListener } from "../../ui/shortcuts/useShortcut";
import { ErrorBoundary } from "../ErrorBoundary";
import { useAlerts } from "./alerts";
import { Attention } from "./Attention";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar";
import { useTheme } from "./useTheme";

const Telephone = lazy(() => import("../../phone/Telephone"));

function useConnection(): void {
  useEffect(() => {
    live.link.start();
    outbox.resume();
    const nudge = (): void => {
      live.link.nudge();
      outbox.resume();
    };
    const shown = (): void => {
      if (document.visibilityState === "visible") live.link.nudge();
    };
    const settle = setInterval(() => live.dispatch({ t: "settle", now: Date.now() }), 2_000);
    window.addEventListener("online", nudge);
    document.addEventListener("visibilitychange", shown);
    return () => {
      clearInterval(settle);
      window.removeEventListener("online", nudge);
      document.removeEventListener("visibilitychange", shown);
      live.link.stop();
    };
  }, []);
  const skew = useLive((state: LiveState) => state.skew);
  useEffect(() => setSkew(skew), [skew]);
}

/** A file that misses its place must not replace the desk, and with it every open chat. */
function useStrayFiles(): void {
  useEffect(() => {
    const stay = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
    };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);
}

function useGoKeys(): void {
  const navigate = useNavigate();
  const agent = useRight("contact.handle");
  useShortcut("go.work", () => void navigate({ to: "/work" }), agent);
  useShortcut("go.day", () => void navigate({ to: "/day" }), agent);
  useShortcut("go.search", () => void navigate({ to: "/search" }));
  useShortcut("go.board", () => void navigate({ to: "/board" }), useRight("floor.watch"));
  useShortcut("go.reports", () => void navigate({ to: "/reports" }), useRight("report.read"));
  const manages = useRight("people.manage", "directory.manage", "audit.read");
  useShortcut("go.admin", () => void navigate({ to: "/admin" }), manages);
  useShortcut("go.settings", () => void navigate({ to: "/settings" }));
}

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const steers = useRight("floor.steer");
  const path = useRouterState({ select: (state) => state.location.pathname });
  const atWork = path.endsWith("/work");
  const screen = useRef<HTMLElement>(null);
  useFocusKept(path, screen);
  useTheme(me.theme);
  useConnection();
  useShortcutListener();
  useStrayFiles();
  useGoKeys();
  useAlerts(me.id);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#page">
        {t("common.shell.skip")}
      </a>
      <Rail />
      <div className={classes.body}>
        <TopBar />
        <main id="page" ref={screen} className={classes.page} tabIndex={-1}>
          <ErrorBoundary key={path}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
      {!atWork && <OfferDock floating />}
      <Attention elsewhere={!atWork} />
      {steers && <BoardAlerts />}
      <Suspense>
        <Telephone />
      </Suspense>
      <HelpOverlay />
    </div>
  );
}
