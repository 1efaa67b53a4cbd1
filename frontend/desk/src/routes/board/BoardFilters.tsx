import { ActionIcon, Button, Select, Tooltip } from "@mantine/core";
import { IconBell, IconBellOff, IconDeviceTv, IconMovie } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTeams } from "../../api/lists";
import type { QueueRow } from "../../features/board/hooks/useBoard";
import { countByState, NO_FILTER, type BoardFilter } from "../../features/board/floor";
import { setBoardSound, useBoardSound } from "../../features/board/sound";
import type { AgentEntity } from "../../live/protocol";
import { Presence } from "../../ui/Presence";
import { unlockSound } from "../../ui/ring";
import classes from "./Board.module.css";

interface BoardFiltersProps {
  filter: BoardFilter;
  rows: QueueRow[];
  agents: AgentEntity[];
  onChange: (filter: BoardFilter) => void;
}

/** Which part of the floor is shown; the agents' states are counted, and chosen by clicking. */
export function BoardFilters({ filter, rows, agents, onChange }: BoardFiltersProps) {
  const { t } = useTranslation();
  const teams = useTeams().data ?? [];
  const chosen = filter.queue !== null || filter.team !== null || filter.state !== null;
  return (
    <div className={classes.filters}>
      <Select
        aria-label={t("board.filter_queue")}
        placeholder={t("board.filter_queue")}
        clearable
        searchable
        className={classes.pick}
        data={rows.map(({ queue }) => ({ value: queue.id, label: queue.name }))}
        value={filter.queue}
        onChange={(queue) => onChange({ ...filter, queue })}
      />
      {teams.length > 0 && (
        <Select
          aria-label={t("board.filter_team")}
          placeholder={t("board.filter_team")}
          clearable
          searchable
          className={classes.pick}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.team}
          onChange={(team) => onChange({ ...filter, team })}
        />
      )}
      <div className={classes.states} role="group" aria-label={t("board.filter_state")}>
        {countByState(agents).map(([state, count]) => (
          <button
            key={state}
            type="button"
            className={classes.stateChip}
            aria-pressed={filter.state === state}
            onClick={() => onChange({ ...filter, state: filter.state === state ? null : state })}
          >
            <Presence state={state} label />
            <b className="tnum">{count}</b>
          </button>
        ))}
      </div>
      {chosen && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(NO_FILTER)}>
          {t("board.show_all")}
        </Button>
      )}
    </div>
  );
}

export function BoardActions({ onWall }: { onWall: () => void }) {
  const { t } = useTranslation();
  const sound = useBoardSound();
  const label = sound ? t("board.sound_on") : t("board.sound_off");
  return (
    <div className={classes.actions}>
      <Tooltip label={label}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("board.sound")}
          aria-pressed={sound}
          onClick={() => {
            void unlockSound();
            setBoardSound(!sound);
          }}
        >
          {sound ? <IconBell size={18} /> : <IconBellOff size={18} />}
        </ActionIcon>
      </Tooltip>
      <Button
        component={Link}
        to="/film"
        variant="default"
        leftSection={<IconMovie size={17} aria-hidden />}
      >
        {t("film.open")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconDeviceTv size={17} aria-hidden />}
        onClick={onWall}
      >
        {t("board.wall")}
      </Button>
    </div>
  );
}
