/** A supervisor at somebody else's call: listen, speak to the agent alone, or to both. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconEar, IconEarOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { CallFrame, ContactEntity } from "../../../live/protocol";
import { usePhone } from "../../../phone/phone";
import { toastProblem } from "../../../ui/toast";
import { calls } from "../api";
import classes from "./Calls.module.css";
import { PhoneCheck } from "./PhoneBar";

type Mode = CallFrame["listening"][number]["mode"];

interface ListenBarProps {
  contact: ContactEntity;
  may: { read: boolean; whisper: boolean; join: boolean };
  /** Reading goes on when listening has ended, and is to be seen. */
  onStopped: () => void;
}

export function ListenBar({ contact, may, onStopped }: ListenBarProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { devices, calls: known } = usePhone();
  const mine = known[contact.id]?.listening.find(({ account }) => account === me.id);
  const [asked, setAsked] = useState(false);
  const listen = (mode: Mode): void => {
    setAsked(true);
    calls.listen(contact.id, mode).catch(toastProblem);
  };
  const stop = (): void => {
    setAsked(false);
    calls.stopListening(contact.id).then(onStopped, toastProblem);
  };
  useEffect(
    () => () => {
      if (asked) calls.stopListening(contact.id).catch(() => undefined);
    },
    [asked, contact.id],
  );
  if (!may.read || contact.channel !== "voice" || contact.state !== "active") return null;
  if (!devices.checked) return <PhoneCheck />;
  const modes: Mode[] = ["listen"];
  if (may.whisper) modes.push("whisper");
  if (may.join) modes.push("barge");
  return (
    <section className={classes.panel} aria-label={t("calls.listening.region")}>
      <span className={classes.text} role="status">
        {mine ? t(`calls.listening.now_${mine.mode}`) : t("calls.listening.off")}
      </span>
      {mine === undefined ? (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconEar size={14} />}
          onClick={() => listen("listen")}
        >
          {t("calls.listening.listen")}
        </Button>
      ) : (
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("calls.listening.mode")}
            data={modes.map((value) => ({ value, label: t(`calls.listening.${value}`) }))}
            value={mine.mode}
            onChange={(next) => listen(next)}
          />
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconEarOff size={14} />}
            onClick={stop}
          >
            {t("calls.listening.stop")}
          </Button>
        </>
      )}
    </section>
  );
}
