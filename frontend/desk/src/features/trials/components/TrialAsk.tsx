/** Which day, how often, and go; the same button gives up what it began, and keeps the focus. */
import { Alert, Button, NativeSelect } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Trial, TrialDays } from "@onqueue/api/models";
import { calendarDay } from "../../../ui/format";
import { problemText } from "../../../ui/problems";
import { trials } from "../api";
import classes from "./Trials.module.css";

const RUNS = [5, 10, 20, 30];
const RUNS_USUAL = 10;

interface TrialAskProps {
  subject: string;
  revision: number;
  days: TrialDays;
  running: Trial | undefined;
  onBegun: () => void;
}

export function TrialAsk({ subject, revision, days, running, onBegun }: TrialAskProps) {
  const { t, i18n } = useTranslation();
  const [day, setDay] = useState(days.usual ?? "");
  const [runs, setRuns] = useState(RUNS_USUAL);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const act = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (running !== undefined) await trials.cancel(running.id);
      else {
        await trials.begin(subject, revision, day, runs);
        onBegun();
      }
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className={classes.ask}>
        <NativeSelect
          className={classes.day}
          label={t("trials.day")}
          value={day}
          data={days.days.map((one) => ({
            value: one.day,
            label: t(one.over ? "trials.day_option" : "trials.today_option", {
              day: calendarDay(one.day, i18n.language),
              count: one.contacts,
            }),
          }))}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("trials.runs")}
          title={t("trials.runs_hint")}
          value={String(runs)}
          data={RUNS.map((n) => ({ value: String(n), label: t("trials.runs_option", { n }) }))}
          onChange={(event) => setRuns(Number(event.currentTarget.value))}
        />
        <Button
          variant={running === undefined ? "filled" : "default"}
          leftSection={
            running === undefined ? <IconPlayerPlay size={16} /> : <IconPlayerStop size={16} />
          }
          onClick={() => void act()}
        >
          {running === undefined ? t("trials.begin") : t("trials.cancel")}
        </Button>
      </div>
      {error !== null && (
        <Alert color="coral" role="alert" mt="sm">
          {error}
        </Alert>
      )}
    </>
  );
}
