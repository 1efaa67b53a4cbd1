/** A recording to be heard: its picture, who speaks when, what is missing, speed, and a place. */
import { ActionIcon, Anchor, NativeSelect } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Recording } from "@onqueue/api/models";
import { clockTime } from "../../../ui/format";
import { recordings } from "../api";
import { gapsOf, reasonKey } from "../timeline";
import classes from "./Player.module.css";
import { Track } from "./Track";

const SPEEDS = ["0.75", "1", "1.25", "1.5", "2"];
const STEP_S = 0.1;

export function Player({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [speed, setSpeed] = useState("1");
  const length = recording.duration_ms;
  const go = (ms: number): void => {
    if (audio.current) audio.current.currentTime = ms / 1_000;
    setAt(ms);
  };
  const toggle = (): void => {
    setFailed(false);
    if (playing) audio.current?.pause();
    else void audio.current?.play().catch(() => setFailed(true));
  };
  const change = (next: string): void => {
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = Number(next);
  };
  const place = { now: clockTime(at), of: clockTime(length) };
  const Icon = playing ? IconPlayerPause : IconPlayerPlay;
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what was said */}
      <audio
        ref={audio}
        preload="none"
        src={recordings.sound(recording.id)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setFailed(true)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime * 1_000)}
      />
      {recording.bars.map((bars, channel) => (
        <Track key={channel} recording={recording} channel={channel} bars={bars} at={at} />
      ))}
      <div className={classes.controls}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t(playing ? "recording.stop" : "recording.play")}
          onClick={toggle}
        >
          <Icon size={18} />
        </ActionIcon>
        <input
          className={classes.seek}
          type="range"
          min={0}
          max={length / 1_000}
          step={STEP_S}
          value={at / 1_000}
          aria-label={t("recording.place")}
          aria-valuetext={t("recording.place_text", place)}
          onChange={(event) => go(Number(event.target.value) * 1_000)}
        />
        <span className="tnum">{t("recording.place_short", place)}</span>
        <NativeSelect
          size="xs"
          aria-label={t("recording.speed")}
          data={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
          value={speed}
          onChange={(event) => change(event.target.value)}
        />
      </div>
      {failed && <p role="alert">{t("recording.failed_to_play")}</p>}
      <Gaps recording={recording} onGo={go} />
    </>
  );
}

/** What was not recorded, why, and the way there. */
function Gaps({ recording, onGo }: { recording: Recording; onGo: (ms: number) => void }) {
  const { t } = useTranslation();
  const gaps = gapsOf(recording.segments);
  if (gaps.length === 0) return null;
  return (
    <ul className={classes.gaps} aria-label={t("recording.gaps")}>
      {gaps.map((one) => (
        <li key={one.from_ms}>
          <Anchor component="button" type="button" size="sm" onClick={() => onGo(one.from_ms)}>
            <span className="tnum">
              {clockTime(one.from_ms)}–{clockTime(one.to_ms)}
            </span>
          </Anchor>{" "}
          {t(`recording.kind.${one.kind}`)}
          {one.reason !== "" && `: ${t(`recording.reason.${reasonKey(one.reason)}`)}`}
          {one.by !== "" && ` (${one.by})`}
        </li>
      ))}
    </ul>
  );
}
