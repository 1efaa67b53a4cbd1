/** My queues at a glance: who waits, and since when. */
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session";
import { useAgent, useQueueList } from "../../live/hooks";
import { Timer } from "../../ui/Timer";
import classes from "./TopBar.module.css";

const SHOWN_MAX = 4;

export function QueueStrip() {
  const { t } = useTranslation();
  const agent = useAgent(useMe().id);
  const queues = useQueueList()
    .filter((queue) => agent?.queues.includes(queue.id) ?? false)
    .sort((a, b) => b.waiting - a.waiting)
    .slice(0, SHOWN_MAX);
  return (
    <ul className={classes.strip} aria-label={t("common.shell.queues")}>
      {queues.map((queue) => (
        <li key={queue.id} className={classes.queue} data-waiting={queue.waiting > 0}>
          <span className={classes.queueName}>{queue.name}</span>
          <span className={`${classes.count} tnum`}>
            {queue.waiting}
            <span className="visually-hidden"> {t("common.shell.waiting")}</span>
          </span>
          {queue.oldest_at !== null && queue.waiting > 0 && (
            <Timer
              since={queue.oldest_at}
              amber={queue.threshold_s * 500}
              red={queue.threshold_s * 1_000}
              label={t("common.shell.oldest")}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
