/** For the screen on the wall: few figures, large, seen from across the room. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinimize, IconX } from "@tabler/icons-react";
import { useFullscreenDocument } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useLinkStatus } from "../../../live/store";
import { clockTime, percent, timeOfDay } from "../../../ui/format";
import { useNow } from "../../../ui/now";
import { totalsOf } from "../floor";
import { useAgents, useQueueRows, type QueueRow } from "../hooks/useBoard";
import { OpenUntil } from "./cells";
import classes from "./Wallboard.module.css";

interface WallboardProps {
  queue: string | null;
  onLeave: () => void;
}

export function Wallboard({ queue, onLeave }: WallboardProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const link = useLinkStatus();
  const { fullscreen, toggle } = useFullscreenDocument();
  const rows = useQueueRows().filter((row) => queue === null || row.queue.id === queue);
  const agents = useAgents();
  const totals = totalsOf(
    rows.map((row) => row.queue),
    agents,
  );
  const stale = link !== "live";
  return (
    <div className={classes.wall}>
      <header className={classes.head}>
        <strong className="tnum">{timeOfDay(now, i18n.language)}</strong>
        <span className={classes.agents}>
          {t("board.wall_agents", { free: totals.free, busy: totals.busy, away: totals.away })}
        </span>
        {stale && (
          <span className={classes.stale} role="alert">
            {t("board.wall_stale")}
          </span>
        )}
        <span className={classes.spring} />
        <Tooltip label={fullscreen ? t("board.leave_full") : t("board.full")}>
          <ActionIcon
            variant="subtle"
            size="xl"
            aria-label={fullscreen ? t("board.leave_full") : t("board.full")}
            onClick={() => void toggle()}
          >
            {fullscreen ? <IconMinimize size={24} /> : <IconMaximize size={24} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("board.leave_wall")}>
          <ActionIcon
            variant="subtle"
            size="xl"
            aria-label={t("board.leave_wall")}
            onClick={onLeave}
          >
            <IconX size={24} />
          </ActionIcon>
        </Tooltip>
      </header>
      <ul className={classes.grid} data-count={Math.min(rows.length, 9)} data-stale={stale}>
        {rows.map((row) => (
          <Tile key={row.queue.id} row={row} now={now} />
        ))}
      </ul>
    </div>
  );
}

function Tile({ row, now }: { row: QueueRow; now: number }) {
  const { t, i18n } = useTranslation();
  const { queue, stats, tones, tone } = row;
  const level = stats?.today.service_level ?? null;
  const oldest = queue.oldest_at === null || queue.waiting === 0 ? null : now - queue.oldest_at;
  return (
    <li className={classes.tile} data-tone={tone}>
      <header>
        <h2>{queue.name}</h2>
        <OpenUntil row={row} />
      </header>
      <dl>
        <div className={classes.main} data-tone={tones.waiting}>
          <dt>{t("board.waiting")}</dt>
          <dd className="tnum">{queue.waiting}</dd>
        </div>
        <div data-tone={tones.oldest}>
          <dt>{t("board.oldest")}</dt>
          <dd className="tnum">{oldest === null ? "–" : clockTime(oldest)}</dd>
        </div>
        <div data-tone={tones.level}>
          <dt>{t("board.level_today")}</dt>
          <dd className="tnum">{level === null ? "–" : percent(level, i18n.language)}</dd>
        </div>
        <div>
          <dt>{t("board.free_of")}</dt>
          <dd className="tnum">
            {queue.agents_free} / {queue.agents_on}
          </dd>
        </div>
      </dl>
    </li>
  );
}
