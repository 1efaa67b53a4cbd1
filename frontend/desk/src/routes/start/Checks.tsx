import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session";
import { CheckButton } from "../../features/calls/components/PhoneBar";
import { useAgent } from "../../live/hooks";
import { useLinkStatus } from "../../live/store";
import { usePhone } from "../../phone/phone";
import { notificationPermission, requestNotifications } from "../../ui/permission";
import { play, soundSettings, unlockSound } from "../../ui/ring";
import classes from "./Checks.module.css";
import { useLatency } from "./useLatency";

type Verdict = "good" | "warn" | "wait";

const SLOW_MS = 400;

export function Checks() {
  const { t } = useTranslation();
  const link = useLinkStatus();
  const latency = useLatency();
  const [permission, setPermission] = useState(notificationPermission);
  const connection: Verdict =
    link !== "live" || latency === null ? "wait" : latency > SLOW_MS ? "warn" : "good";
  const browser = "WebSocket" in window && "Notification" in window && "AudioContext" in window;
  return (
    <ul className={classes.checks}>
      <Check
        verdict={connection}
        name={t("floor.start.connection")}
        text={
          link === "live" && latency !== null
            ? t(latency > SLOW_MS ? "floor.start.slow" : "floor.start.fast", { ms: latency })
            : t(`common.link.${link}`)
        }
      />
      <Check
        verdict={browser ? "good" : "warn"}
        name={t("floor.start.browser")}
        text={t(browser ? "floor.start.browser_good" : "floor.start.browser_old")}
      />
      <Check
        verdict={permission === "granted" ? "good" : "warn"}
        name={t("floor.start.notifications")}
        text={t(`identity.permission.${permission}`)}
        action={
          permission === "default" ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => void requestNotifications().then(setPermission)}
            >
              {t("identity.permission.ask")}
            </Button>
          ) : null
        }
      />
      <SoundCheck />
      <MicrophoneCheck />
    </ul>
  );
}

function SoundCheck() {
  const { t } = useTranslation();
  const [heard, setHeard] = useState<"untested" | "played" | "yes" | "blocked">("untested");
  const test = async (): Promise<void> => {
    const running = await unlockSound();
    play("ring", { ...soundSettings(), ring: true });
    setHeard(running ? "played" : "blocked");
  };
  return (
    <Check
      verdict={heard === "yes" ? "good" : heard === "blocked" ? "warn" : "wait"}
      name={t("floor.start.sound")}
      text={t(`floor.start.sound_${heard}`)}
      action={
        <>
          <Button size="xs" variant="default" onClick={() => void test()}>
            {t("identity.sound_test")}
          </Button>
          {heard === "played" && (
            <Button size="xs" variant="light" onClick={() => setHeard("yes")}>
              {t("floor.start.heard")}
            </Button>
          )}
        </>
      }
    />
  );
}

/** For those who take calls. */
function MicrophoneCheck() {
  const { t } = useTranslation();
  const takesCalls = (useAgent(useMe().id)?.capacity["voice"] ?? 0) > 0;
  const { devices, problem } = usePhone();
  if (!takesCalls) return null;
  return (
    <Check
      verdict={problem !== null ? "warn" : devices.checked ? "good" : "wait"}
      name={t("calls.check.mic")}
      text={
        problem !== null
          ? t(`calls.problem.${problem}`)
          : t(devices.checked ? "calls.check.checked" : "calls.check.needed")
      }
      action={<CheckButton size="xs" variant="default" />}
    />
  );
}

const ICONS = { good: IconCheck, warn: IconAlertTriangle, wait: IconLoader2 } as const;

interface CheckProps {
  verdict: Verdict;
  name: string;
  text: string;
  action?: ReactNode;
}

function Check({ verdict, name, text, action }: CheckProps) {
  const { t } = useTranslation();
  const Icon = ICONS[verdict];
  return (
    <li className={classes.check}>
      <span className={classes.icon} data-verdict={verdict}>
        <Icon size={16} aria-label={t(`floor.start.verdict.${verdict}`)} />
      </span>
      <span className={classes.text}>
        <b>{name}</b>
        <span>{text}</span>
      </span>
      {action}
    </li>
  );
}
