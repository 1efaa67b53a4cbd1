/** Closing a queue at once, and opening it again; for those who have the right. */
import { Badge, Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRight } from "../../../api/session";
import type { QueueEntity } from "../../../live/protocol";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { toastGood, toastProblem } from "../../../ui/toast";
import { closing } from "../api";

export function CloseAtOnce({ queue }: { queue: QueueEntity }) {
  const { t } = useTranslation();
  const may = useRight("queue.close");
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        color="coral"
        aria-label={`${t("routing.closing.close")}: ${queue.name}`}
        onClick={() => setAsking(true)}
      >
        {t("routing.closing.close")}
      </Button>
      {asking && (
        <ReasonDialog
          title={t("routing.closing.title", { queue: queue.name })}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.closing.confirm")}
          done={t("routing.closing.closed", { queue: queue.name })}
          run={(reason) => closing.close(queue.id, reason)}
          onClose={() => setAsking(false)}
        >
          <Text size="sm">{t("routing.closing.text")}</Text>
        </ReasonDialog>
      )}
    </>
  );
}

export function ClosedAtOnce({ queue }: { queue: QueueEntity }) {
  const { t } = useTranslation();
  const may = useRight("queue.close");
  const [busy, setBusy] = useState(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      await closing.reopen(queue.id);
      toastGood(t("routing.closing.opened", { queue: queue.name }));
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <span>
      <Badge color="coral">{t("routing.closing.badge")}</Badge>{" "}
      {may && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={busy}
          aria-label={`${t("routing.closing.reopen")}: ${queue.name}`}
          onClick={() => void open()}
        >
          {t("routing.closing.reopen")}
        </Button>
      )}
    </span>
  );
}
