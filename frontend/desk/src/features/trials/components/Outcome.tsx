/** What came of a trial: in a sentence, and figure by figure. */
import { Alert, Text } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight, IconEqual, IconHelp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Trial, TrialPart } from "@onqueue/api/models";
import { calendarDay, percent } from "../../../ui/format";
import { judge, mainPart, verdictOf, type Place, type Verdict } from "../verdict";
import { rangeText, signed } from "../words";
import { OutcomeTable } from "./OutcomeTable";
import classes from "./Trials.module.css";

/** Less than this, and other rules held on that day. */
const SAME_LEAST = 0.9;

const LOOKS = {
  better: { color: "leaf", icon: <IconArrowUpRight /> },
  worse: { color: "coral", icon: <IconArrowDownRight /> },
  nothing: { color: "gray", icon: <IconEqual /> },
  same_level: { color: "gray", icon: <IconEqual /> },
  no_level: { color: "gray", icon: <IconEqual /> },
  unclear: { color: "amber", icon: <IconHelp /> },
} as const;

export function Outcome({ trial }: { trial: Trial }) {
  const { t, i18n } = useTranslation();
  const verdict = verdictOf(trial);
  const name = (part: TrialPart): string => (part.id === "" ? t("trials.all") : part.name);
  const team = (part: TrialPart): string => {
    if (part.id === "") return t("trials.all_agents");
    return part.name === "" ? t("trials.no_team") : part.name;
  };
  if (trial.outcome === null || verdict === null) return null;
  const { queues, groups, same, taken_then: then } = trial.outcome;
  const main = mainPart(trial);
  const all = queues.find((one) => one.id === "");
  const shown = queues.filter((one) => one === main || one === all || changed(one));
  const first = [...shown].sort((a, b) => Number(b === main) - Number(a === main));
  const rest = queues.filter((one) => !shown.includes(one));
  const share = then === 0 ? 1 : same / then;
  const day = calendarDay(trial.day, i18n.language);
  return (
    <div className={classes.outcome}>
      {!trial.of_draft && (
        <Alert color="amber" role="status">
          {t("trials.other_draft")}
        </Alert>
      )}
      <Alert {...LOOKS[verdict.kind]} role="status" className={classes.verdict}>
        <Sentence verdict={verdict} place={name} />
        <Surely kind="gains" places={verdict.gains} place={name} />
        <Surely kind="losses" places={verdict.losses} place={name} />
      </Alert>
      <Text size="sm" c="dimmed">
        {t(trial.so_far ? "trials.of_so_far" : "trials.of", {
          day,
          n: trial.seeds,
          version: trial.compared_to,
        })}
      </Text>
      <OutcomeTable title={t("trials.queues")} parts={first} name={name} />
      {rest.length > 0 && (
        <details className={classes.rest}>
          <summary>{t("trials.more", { count: rest.length })}</summary>
          <OutcomeTable title={t("trials.queues")} parts={rest} name={name} />
        </details>
      )}
      {groups.length > 0 && <OutcomeTable title={t("trials.groups")} parts={groups} name={team} />}
      <Text size="xs" c="dimmed">
        {t("trials.confidence")}{" "}
        {t(share < SAME_LEAST ? "trials.same_less" : "trials.same", {
          share: percent(share, i18n.language),
        })}
      </Text>
    </div>
  );
}

function changed(part: TrialPart): boolean {
  return part.lines.some((line) => judge(line) !== "none");
}

interface SentenceProps {
  verdict: Verdict;
  place: (part: TrialPart) => string;
}

function Sentence({ verdict, place }: SentenceProps) {
  const { t, i18n } = useTranslation();
  const { kind, level, part } = verdict;
  const share = (value: number | undefined): string => percent(value ?? 0, i18n.language);
  return (
    <p>
      {t(`trials.verdict.${kind}`, {
        place: place(part),
        before: share(level?.before?.mean),
        after: share(level?.after?.mean),
        range: level?.difference ? rangeText(level, level.difference, t, i18n.language) : "",
      })}
    </p>
  );
}

interface SurelyProps {
  kind: "gains" | "losses";
  places: Place[];
  place: (part: TrialPart) => string;
}

function Surely({ kind, places, place }: SurelyProps) {
  const { t, i18n } = useTranslation();
  if (places.length === 0) return null;
  const items = places.map(({ part, line }) =>
    t("trials.verdict.item", {
      measure: t(`trials.measure.${line.measure}`),
      place: place(part),
      difference: signed(line.measure, line.difference?.mean ?? 0, t, i18n.language),
    }),
  );
  const list = new Intl.ListFormat(i18n.language).format(items);
  return <p>{t(`trials.verdict.${kind}`, { list })}</p>;
}
