/** The call of a contact: how it stands, mute, hold, hanging up, and how it sounds. */
import { Button } from "@mantine/core";
import {
  IconEar,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { lazy, Suspense, useCallback } from "react";
import type { Heard } from "../../../../../phone/heard";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { CallFrame, ContactEntity, TelephoneFrame } from "../../../live/protocol";
import { phone, usePhone } from "../../../phone/phone";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { qualityOf } from "../quality";
import classes from "./Calls.module.css";
import { LevelMeter } from "./LevelMeter";

const Keypad = lazy(() => import("./Keypad"));
const CardPanel = lazy(() => import("./CardPanel"));
const RecordingButton = lazy(() => import("./RecordingButton"));

interface CallPanelProps {
  contact: ContactEntity;
  focused: boolean;
  busy: boolean;
  onHold: (on: boolean) => void;
  onHangUp: () => void;
}

export function CallPanel({ contact, focused, busy, onHold, onHangUp }: CallPanelProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { owner, heard, calls, telephone } = usePhone();
  const call = calls[contact.id];
  const held = call?.held ?? false;
  const on = contact.channel === "voice" && contact.state === "active";
  const mine = on && contact.agent === me.id;
  const here = on && owner === true && isOf(contact, heard.leg);
  const line = lineOf(call, me.id, telephone) ?? lineHere(held, here, owner, heard.apart);
  useShortcut("call.hold", () => onHold(!held), focused && mine);
  if (!on) return null;
  return (
    <section className={classes.panel} data-held={held} aria-label={t("calls.region")}>
      <span className={classes.text} role="status">
        {t(words(call, line))}
        {here && heard.muted && ` ${t("calls.muted")}`}
      </span>
      <Listening call={call} />
      {here && <Sound heard={heard} focused={focused} />}
      {line === "elsewhere" && (
        <Button size="compact-xs" variant="default" onClick={() => phone.takeOver()}>
          {t("calls.take_here")}
        </Button>
      )}
      {mine && <Line call={call} held={held} busy={busy} onHold={onHold} onHangUp={onHangUp} />}
    </section>
  );
}

/** How the call stands: how far a customer is called, or how we talk with them. */
function words(call: CallFrame | undefined, line: State | "ringing") {
  const state = call?.out?.state ?? "talking";
  return state === "talking"
    ? (`calls.line.${line}` as const)
    : (`calls.out.state.${state}` as const);
}

/** The legs of a call are named after its contact. */
function isOf(contact: ContactEntity, leg: string | null): boolean {
  return leg?.startsWith(`${contact.id}-`) ?? false;
}

/** What this browser hears and says: how it sounds, how loud I am, mute. */
function Sound({ heard, focused }: { heard: Heard; focused: boolean }) {
  const { t } = useTranslation();
  const mute = useCallback(() => phone.sound?.mute(!phone.get().heard.muted), []);
  const level = useCallback(() => phone.sound?.level() ?? 0, []);
  useShortcut("call.mute", mute, focused);
  const Icon = heard.muted ? IconMicrophoneOff : IconMicrophone;
  return (
    <>
      <span>{t(`calls.quality.${qualityOf(heard)}`)}</span>
      <LevelMeter level={level} label={t("calls.level")} />
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={heard.muted}
        leftSection={<Icon size={14} />}
        rightSection={<ActionKeys id="call.mute" />}
        onClick={mute}
      >
        {t(heard.muted ? "calls.unmute" : "calls.mute")}
      </Button>
      <Suspense>{phone.sound === phone.line && <Keypad />}</Suspense>
    </>
  );
}

type LineProps = Pick<CallPanelProps, "busy" | "onHold" | "onHangUp"> & {
  call: CallFrame | undefined;
  held: boolean;
};

/** What the owner does with the customer's line. */
function Line({ call, held, busy, onHold, onHangUp }: LineProps) {
  const { t } = useTranslation();
  const Icon = held ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Suspense>{call && <RecordingButton call={call} />}</Suspense>
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        aria-pressed={held}
        leftSection={<Icon size={14} />}
        rightSection={<ActionKeys id="call.hold" />}
        onClick={() => onHold(!held)}
      >
        {t(held ? "calls.unhold" : "calls.hold")}
      </Button>
      <Button
        size="compact-xs"
        color="coral"
        loading={busy}
        leftSection={<IconPhoneOff size={14} />}
        onClick={onHangUp}
      >
        {t("calls.hang_up")}
      </Button>
      <Suspense>{call && <CardPanel call={call} />}</Suspense>
    </>
  );
}

type State = "connecting" | "talking" | "held" | "apart" | "elsewhere";

function lineHere(held: boolean, here: boolean, owner: boolean | null, apart: boolean): State {
  if (owner === false) return "elsewhere";
  if (!here) return "connecting";
  if (held) return "held";
  return apart ? "apart" : "talking";
}

/** How a call stands whose sound is at the agent's telephone. */
function lineOf(
  call: CallFrame | undefined,
  me: string,
  telephone: TelephoneFrame | null,
): "ringing" | "held" | "talking" | null {
  if (call?.carrier !== "asterisk") return null;
  const mine = call.legs.find(({ account }) => account === me);
  if (mine ? mine.page : telephone?.way === "browser") return null;
  if (mine?.up !== true) return "ringing";
  return call.held ? "held" : "talking";
}

/** Who hears the call without being in it: the agent always sees that. */
function Listening({ call }: { call: CallFrame | undefined }) {
  const { t } = useTranslation();
  if (call === undefined || call.listening.length === 0) return null;
  const loudest = call.listening.some(({ mode }) => mode === "barge")
    ? "barge"
    : call.listening.some(({ mode }) => mode === "whisper")
      ? "whisper"
      : "listen";
  return (
    <span role="status">
      <IconEar size={14} aria-hidden /> {t(`calls.heard.${loudest}`)}
    </span>
  );
}
