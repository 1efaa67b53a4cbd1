/** The picture of one channel: how loud it is where, who speaks when, and what is missing. */
import { useTranslation } from "react-i18next";
import type { Recording } from "@onqueue/api/models";
import { gapsOf, outline, shareOf, shareOfSpeech } from "../timeline";
import classes from "./Player.module.css";

interface TrackProps {
  recording: Recording;
  channel: number;
  bars: number[];
  at: number;
}

export function Track({ recording, channel, bars, at }: TrackProps) {
  const { t } = useTranslation();
  const length = recording.duration_ms;
  const speech = recording.speech[channel] ?? [];
  const voice = recording.voices[channel] ?? "";
  const who =
    voice === "" ? t("recording.all") : voice === "customer" ? t("recording.customer") : voice;
  const percent = shareOfSpeech(speech, length);
  return (
    <div className={classes.voice}>
      <span>{t("recording.speaks", { who, percent })}</span>
      <div className={classes.track} aria-hidden>
        <svg
          className={classes.wave}
          viewBox={`0 0 ${Math.max(1, bars.length)} 100`}
          preserveAspectRatio="none"
        >
          <path d={outline(bars)} />
        </svg>
        {gapsOf(recording.segments).map((one) => (
          <i
            key={one.from_ms}
            className={classes.gap}
            style={styleOf(one.from_ms, one.to_ms, length)}
          />
        ))}
        {speech.map(([from = 0, to = 0]) => (
          <i key={from} className={classes.speaks} style={styleOf(from, to, length)} />
        ))}
        <i
          className={classes.now}
          style={{ left: `${shareOf({ from: at, to: at }, length).left}%` }}
        />
      </div>
    </div>
  );
}

function styleOf(from: number, to: number, length: number): { left: string; width: string } {
  const { left, width } = shareOf({ from, to }, length);
  return { left: `${left}%`, width: `${width}%` };
}
