/** Turns alerts into sounds, notices in the centre, and the browser's own notifications. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { AgentState } from "@onqueue/api/models";
import type { Translate } from "../../i18n/i18n";
import { alertsOf, type Alert } from "../../live/alerts";
import { notices } from "../../live/notices";
import { live } from "../../live/store";
import { play } from "../../ui/ring";
import { toastInfo } from "../../ui/toast";

export function noticeText(alert: Pick<Alert, "code" | "params">, t: Translate): string {
  const { state, who } = alert.params;
  const words = {
    ...(state === undefined ? {} : { state: t(`common.state.${state as AgentState}`) }),
    ...(who === "" ? { who: t("floor.offer.somebody") } : {}),
  };
  return t(`floor.notice.${alert.code}`, { ...alert.params, ...words });
}

function browserNotification(alert: Alert, text: string, open: () => void): void {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  const shown = new Notification("Onqueue", { body: text, tag: alert.id });
  shown.onclick = () => {
    window.focus();
    open();
    shown.close();
  };
}

function sound(alert: Alert): void {
  if (alert.code === "offer" || alert.code === "offer_consult") return;
  play(alert.tone === "warn" ? "warning" : "message");
}

/** Offers ring by themselves, and messages count as unread; the rest is listed as well. */
function isListed(alert: Alert): boolean {
  return alert.code !== "message" && alert.code !== "offer" && alert.code !== "offer_consult";
}

/** What the workplace does not show by itself. */
const TOLD_ANYWHERE: ReadonlySet<Alert["code"]> = new Set(["taken", "forced", "missed", "lost"]);

function atWork(): boolean {
  return location.pathname.endsWith("/work");
}

/** At the workplace the conversation itself shows what happened in it. */
function inFront(): boolean {
  return atWork() && document.hasFocus();
}

export function useAlerts(me: string): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useEffect(() => {
    const open = (): void => void navigate({ to: "/work" });
    return live.onFrame((frame, before, after) => {
      for (const alert of alertsOf(frame, before, after, me)) {
        const text = noticeText(alert, t);
        sound(alert);
        browserNotification(alert, text, open);
        if (alert.code === "message" && !atWork()) toastInfo(text);
        if (!isListed(alert)) continue;
        if (notices.add(alert) && (TOLD_ANYWHERE.has(alert.code) || !inFront())) toastInfo(text);
      }
    });
  }, [me, t, navigate]);
}
