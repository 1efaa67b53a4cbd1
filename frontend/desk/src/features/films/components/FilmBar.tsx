/** The time line: where the film is, how fast it goes, and the way to what matters. */
import { Button, Select, Slider } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Film } from "@onqueue/api/models";
import { dateTime, timeOfDay } from "../../../ui/format";
import type { Player } from "../hooks/useReel";
import { MARK_KINDS, markFrom, SPEEDS, type MarkKind } from "../reel";
import classes from "./Film.module.css";

interface FilmBarProps {
  film: Film;
  player: Player;
  onContact: (contact: string) => void;
  onClose: () => void;
}

const SECOND_MS = 1_000;

export function FilmBar({ film, player, onContact, onClose }: FilmBarProps) {
  const { t, i18n } = useTranslation();
  const [kind, setKind] = useState<MarkKind>("abandoned");
  const at = player.reel?.at ?? film.from_at;
  const count = (one: MarkKind): number => film.marks.filter((mark) => mark.kind === one).length;
  const go = (way: 1 | -1): void => {
    const mark = markFrom(film.marks, kind, at, way);
    if (mark === undefined) return;
    player.setPlaying(false);
    player.seek(mark.at);
    if (mark.contact !== "") onContact(mark.contact);
  };
  return (
    <section className={classes.bar} aria-label={t("film.title")}>
      <div className={classes.row}>
        <Button
          leftSection={
            player.playing ? (
              <IconPlayerPause size={17} aria-hidden />
            ) : (
              <IconPlayerPlay size={17} aria-hidden />
            )
          }
          onClick={() => player.setPlaying(!player.playing)}
        >
          {player.playing ? t("film.pause") : t("film.play")}
        </Button>
        <Select
          aria-label={t("film.speed")}
          w={130}
          allowDeselect={false}
          data={SPEEDS.map((n) => ({ value: String(n), label: t("film.speed_n", { n }) }))}
          value={String(player.speed)}
          onChange={(value) => player.setSpeed(Number(value))}
        />
        <span className={`${classes.time} tnum`} data-testid="film-time">
          {dateTime(at, i18n.language)}
        </span>
        <Button variant="subtle" onClick={onClose}>
          {t("film.close")}
        </Button>
      </div>
      <Slider
        thumbLabel={t("film.position")}
        min={film.from_at}
        max={film.to_at}
        step={SECOND_MS}
        label={(value) => timeOfDay(value, i18n.language)}
        value={at}
        onChange={() => player.setPlaying(false)}
        onChangeEnd={player.seek}
      />
      <div className={classes.row}>
        <Select
          aria-label={t("film.kind")}
          w={260}
          allowDeselect={false}
          data={MARK_KINDS.map((one) => ({
            value: one,
            label: t("film.kind_count", { kind: t(`film.kinds.${one}`), n: count(one) }),
          }))}
          value={kind}
          onChange={(value) => setKind(MARK_KINDS.find((one) => one === value) ?? kind)}
        />
        <Button
          variant="default"
          disabled={markFrom(film.marks, kind, at, -1) === undefined}
          onClick={() => go(-1)}
        >
          {t("film.previous")}
        </Button>
        <Button
          variant="default"
          disabled={markFrom(film.marks, kind, at, 1) === undefined}
          onClick={() => go(1)}
        >
          {t("film.next")}
        </Button>
      </div>
    </section>
  );
}
