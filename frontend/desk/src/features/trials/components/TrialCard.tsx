/** A draft, tried on a day that was: asked for, watched, cancelled, and read. */
import { Alert, Progress, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Trial } from "@onqueue/api/models";
import { calendarDay, dateTime } from "../../../ui/format";
import { Card } from "../../../ui/Page";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { useTrialDays, useTrials } from "../api";
import { underWay } from "../verdict";
import { Outcome } from "./Outcome";
import { TrialAsk } from "./TrialAsk";
import classes from "./Trials.module.css";

interface TrialCardProps {
  subject: string;
  /** The revision of the draft that is saved; null where there is none. */
  revision: number | null;
}

export function TrialCard({ subject, revision }: TrialCardProps) {
  const { t } = useTranslation();
  const days = useTrialDays();
  const found = useTrials(subject, revision);
  const [chosen, setChosen] = useState<string | null>(null);
  const broken = found.isError ? found : days.isError ? days : null;
  if (broken !== null)
    return (
      <Card title={t("trials.title")}>
        <ErrorState error={broken.error} retry={() => void broken.refetch()} />
      </Card>
    );
  if (found.data === undefined || days.data === undefined) return <Loading />;
  const { items } = found.data;
  const shown = items.find((one) => one.id === chosen) ?? items[0];
  return (
    <Card title={t("trials.title")}>
      <p className={classes.hint}>{t("trials.text")}</p>
      {revision === null ? (
        <EmptyState title={t("trials.no_draft")}>{t("trials.no_draft_text")}</EmptyState>
      ) : days.data.days.length === 0 ? (
        <EmptyState title={t("trials.no_days")}>{t("trials.no_days_text")}</EmptyState>
      ) : (
        <TrialAsk
          subject={subject}
          revision={revision}
          days={days.data}
          running={items.find(underWay)}
          onBegun={() => setChosen(null)}
        />
      )}
      {shown !== undefined && <Shown trial={shown} />}
      {items.length > 1 && (
        <Earlier items={items} current={shown} onChoose={(trial) => setChosen(trial.id)} />
      )}
    </Card>
  );
}

function Shown({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  if (underWay(trial)) return <UnderWay trial={trial} />;
  if (trial.state === "done") return <Outcome trial={trial} />;
  return (
    <Alert color={trial.state === "cancelled" ? "gray" : "coral"} role="status" mt="md">
      {trial.state === "cancelled"
        ? t("trials.cancelled")
        : t(`trials.problem.${trial.problem_code.replaceAll(".", "_") as "trial_failed"}`, {
            defaultValue: trial.problem,
          })}
    </Alert>
  );
}

function UnderWay({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const { phase, done, total } = trial;
  // Reading is told as a tenth of the way: how long a day takes is known only once it is read.
  const share = total === 0 ? 0 : done / total;
  const value = phase === "living" ? 10 + 90 * share : 2 + 8 * share;
  return (
    <div className={classes.progress}>
      <Text size="sm" role="status">
        {t(`trials.progress.${phase}`, { done: Math.min(done + 1, total), total })}
      </Text>
      <Progress value={value} aria-label={t("trials.progress.label")} />
    </div>
  );
}

interface EarlierProps {
  items: Trial[];
  current: Trial | undefined;
  onChoose: (trial: Trial) => void;
}

function Earlier({ items, current, onChoose }: EarlierProps) {
  const { t, i18n } = useTranslation();
  return (
    <details className={classes.earlier}>
      <summary>{t("trials.earlier")}</summary>
      <ol>
        {items.map((trial) => (
          <li key={trial.id}>
            <button
              type="button"
              aria-current={trial.id === current?.id}
              onClick={() => onChoose(trial)}
            >
              {t("trials.earlier_item", {
                day: calendarDay(trial.day, i18n.language),
                who: trial.asked_by,
                when: dateTime(trial.asked_at, i18n.language),
                state: t(`trials.state.${trial.state}`),
              })}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
