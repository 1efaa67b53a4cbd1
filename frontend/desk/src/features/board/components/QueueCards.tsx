import { useTranslation } from "react-i18next";
import type { BoardDrill } from "../drill";
import type { QueueRow } from "../hooks/useBoard";
import classes from "./Board.module.css";
import { Figure, Level, Oldest, OpenUntil, Staff, Waiting } from "./cells";

interface QueueCardsProps {
  rows: QueueRow[];
  onDrill: (drill: BoardDrill) => void;
  onQueue: (id: string) => void;
}

const RANK = { red: 0, amber: 1, calm: 2 } as const;

/** The queues on a telephone: what is late comes first. */
export function QueueCards({ rows, onDrill, onQueue }: QueueCardsProps) {
  const { t } = useTranslation();
  const sorted = [...rows].sort(
    (a, b) => RANK[a.tone] - RANK[b.tone] || b.queue.waiting - a.queue.waiting,
  );
  return (
    <ul className={classes.cards} aria-label={t("board.queues")}>
      {sorted.map((row) => (
        <li key={row.queue.id} className={classes.card} data-tone={row.tone}>
          <header>
            <button
              type="button"
              className={classes.queueName}
              onClick={() => onQueue(row.queue.id)}
            >
              {row.queue.name}
            </button>
            <OpenUntil row={row} />
          </header>
          <dl>
            <div>
              <dt>{t("board.waiting")}</dt>
              <dd>
                <Waiting row={row} onDrill={onDrill} big />
              </dd>
            </div>
            <div>
              <dt>{t("board.oldest")}</dt>
              <dd>
                <Oldest row={row} onDrill={onDrill} big />
              </dd>
            </div>
            <div>
              <dt>{t("board.level_today")}</dt>
              <dd>
                <Level row={row} onDrill={onDrill} big />
              </dd>
            </div>
            <div>
              <dt>{t("board.free_of")}</dt>
              <dd>
                <Staff row={row} onDrill={onDrill} />
              </dd>
            </div>
            <div>
              <dt>{t("board.answered")}</dt>
              <dd>
                <Figure row={row} onDrill={onDrill} figure="answered" />
              </dd>
            </div>
            <div>
              <dt>{t("board.abandoned")}</dt>
              <dd>
                <Figure row={row} onDrill={onDrill} figure="abandoned" />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
