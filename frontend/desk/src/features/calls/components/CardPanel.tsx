/** The payment provider's page, in which nothing is recorded while the focus is in it. */
import { Button } from "@mantine/core";
import { IconCreditCard } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallFrame } from "../../../live/protocol";
import { useAct } from "../../../ui/act";
import { calls } from "../api";
import classes from "./Calls.module.css";

/** Its scripts and forms work, and nothing of ours is within its reach. */
const SANDBOX = "allow-forms allow-scripts allow-same-origin";

export default function CardPanel({ call }: { call: CallFrame }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const page = useQuery({
    queryKey: ["call", call.contact, "payment"],
    queryFn: () => calls.paymentPage(call.contact),
    staleTime: Infinity,
  });
  if (page.data === undefined || page.data.url === "") return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-expanded={open}
        leftSection={<IconCreditCard size={14} />}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "recording.card.close" : "recording.card.open")}
      </Button>
      {open && <Page call={call} url={page.data.url} />}
    </>
  );
}

/**
 * The page can be used only once the pause is acknowledged, and as long as it lasts: the server ends a
 * pause by itself after some minutes, and then the page is covered again.
 */
function Page({ call, url }: { call: CallFrame; url: string }) {
  const { t } = useTranslation();
  const { busy, error, act } = useAct();
  const [inside, setInside] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const { contact, recording } = call;
  const recorded = isRecorded(recording);
  const usable = inside && (recording === "paused" || !recorded);
  useEffect(() => {
    if (!inside || !recorded) return;
    // However it is left: also when the panel or the call goes.
    return () => void calls.pauseRecording(contact, false).catch(() => undefined);
  }, [inside, recorded, contact]);
  useEffect(() => {
    if (!usable) return;
    frame.current?.focus();
    const look = (): void => {
      if (document.activeElement !== frame.current) setInside(false);
    };
    document.addEventListener("focusin", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("focusin", look);
      window.removeEventListener("focus", look);
    };
  }, [usable]);
  const enter = (): void =>
    act(
      async () => {
        if (recorded) await calls.pauseRecording(contact, true);
      },
      () => setInside(true),
    );
  return (
    <div className={classes.card}>
      <p role="status">{t(usable ? "recording.card.inside" : "recording.card.begin_hint")}</p>
      {!usable && (
        <Button size="compact-sm" loading={busy} onClick={enter}>
          {t("recording.card.begin")}
        </Button>
      )}
      {error !== null && <p role="alert">{error}</p>}
      <iframe
        ref={frame}
        src={url}
        title={t("recording.card.title")}
        sandbox={SANDBOX}
        referrerPolicy="no-referrer"
        inert={!usable}
      />
    </div>
  );
}

/** Whether there is a recording at all, paused or not. */
function isRecorded(recording: CallFrame["recording"]): boolean {
  return recording !== undefined && recording !== "off";
}
