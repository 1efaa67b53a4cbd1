/** Says it when a queue crosses a limit: a toast, a line in the notifications, and a sound. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { live } from "../../../live/store";
import { notices } from "../../../live/notices";
import { clock } from "../../../ui/now";
import { play } from "../../../ui/ring";
import { toastWarning } from "../../../ui/toast";
import { boardSound } from "../sound";
import { crossings, Quiet, type Tones } from "../thresholds";
import { useQueueRows } from "./useBoard";

export function useBoardAlerts(): void {
  const { t } = useTranslation();
  const rows = useQueueRows();
  const before = useRef<Map<string, Tones>>(new Map());
  const quiet = useRef(new Quiet());
  useEffect(() => {
    const after = new Map(
      rows.filter((row) => row.settings !== undefined).map((row) => [row.queue.id, row.tones]),
    );
    const found = live.linkStatus === "live" ? crossings(before.current, after) : [];
    before.current = after;
    const now = clock();
    for (const crossing of found.filter((one) => quiet.current.lets(one, now))) {
      const name = rows.find((row) => row.queue.id === crossing.queue)?.queue.name ?? "";
      const code = `limit_${crossing.what}_${crossing.tone}` as const;
      const id = `limit:${crossing.queue}:${crossing.what}:${now}`;
      notices.add({ id, code, params: { queue: name }, tone: "warn", conversation: null });
      toastWarning(t(`floor.notice.${code}`, { queue: name }), t("board.alert_title"));
      if (boardSound()) play("warning");
    }
  });
}
