/** A test run: talk with the draft that was kept. Nothing of it is stored. */
import { Alert, Button, Group, Switch, Text, TextInput } from "@mantine/core";
import { useId, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { FlowAct, FlowTried } from "@onqueue/api/models";
import { Card } from "../../../../ui/Page";
import { problemText } from "../../../../ui/problems";
import { drawing, type Situation } from "../api";
import classes from "./Flow.module.css";
import { FlowSituation } from "./FlowSituation";

const USUAL: Omit<Situation, "telephone"> = { phone: "", may_call: true, match: "unknown" };

interface FlowTestProps {
  flow: string;
  /** The drawing has changes that were not saved: what would be tried is not what is seen. */
  unsaved: boolean;
}

export function FlowTest({ flow, unsaved }: FlowTestProps) {
  const { t, i18n } = useTranslation();
  const reason = useId();
  const [tried, setTried] = useState<FlowTried | null>(null);
  const [keys, setKeys] = useState(false);
  const [so, setSo] = useState(USUAL);
  const [error, setError] = useState<string | null>(null);
  const go = async (answers: string[]): Promise<void> => {
    setError(null);
    try {
      setTried(await drawing.test(flow, i18n.language, answers, { ...so, telephone: keys }));
    } catch (failure) {
      setError(problemText(failure, t));
    }
  };
  const turns = tried?.turns ?? [];
  const answers = turns.flatMap((turn) => turn.answer ?? []);
  const last = turns.at(-1)?.acts.at(-1) as FlowAct | undefined;
  const outcome = tried?.state.outcome ?? null;
  return (
    <Card title={t("flows.test")}>
      <ul className={classes.talk} aria-live="polite" aria-label={t("flows.test")}>
        {turns.map((turn, place) => (
          <Said key={`turn-${place}`} answer={turn.answer} acts={turn.acts as FlowAct[]} />
        ))}
        {outcome !== null && <li key="over">{t(`flows.outcome.${outcome}`)}</li>}
      </ul>
      {error !== null && (
        <Alert color="coral" role="alert">
          {error}
        </Alert>
      )}
      <FlowSituation so={so} onChange={setSo} />
      <Switch
        mb="xs"
        label={t("flows.test_keys")}
        checked={keys}
        onChange={(event) => setKeys(event.currentTarget.checked)}
      />
      <Answers
        keys={keys}
        last={last}
        disabled={unsaved}
        onAnswer={(one) => void go([...answers, one])}
      />
      {tried !== null && outcome === null && last?.kind !== "connect" && (
        <OwnWords disabled={unsaved} onAnswer={(one) => void go([...answers, one])} />
      )}
      <Button
        variant="default"
        disabled={unsaved}
        aria-describedby={unsaved ? reason : undefined}
        onClick={() => void go([])}
      >
        {t("flows.test_begin")}
      </Button>
      {unsaved && (
        <Text id={reason} size="sm" c="dimmed" mt={4}>
          {t("flows.test_unsaved")}
        </Text>
      )}
    </Card>
  );
}

interface OwnWordsProps {
  disabled: boolean;
  onAnswer: (answer: string) => void;
}

function OwnWords({ disabled, onAnswer }: OwnWordsProps) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  const answer = (event: SyntheticEvent): void => {
    event.preventDefault();
    onAnswer(said);
    setSaid("");
  };
  return (
    <form onSubmit={answer}>
      <Group gap="xs" align="end" mb="xs">
        <TextInput
          label={t("flows.answer")}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={disabled}>
          {t("flows.send")}
        </Button>
      </Group>
    </form>
  );
}

interface AnswersProps {
  keys: boolean;
  last: FlowAct | undefined;
  disabled: boolean;
  onAnswer: (answer: string) => void;
}

/** What can be answered at once: by buttons as in a chat, or by the keys of a telephone. */
function Answers({ keys, last, disabled, onAnswer }: AnswersProps) {
  const { t } = useTranslation();
  if (last?.kind === "connect") {
    return (
      <Group gap="xs" mb="xs">
        {(["talked", "failed"] as const).map((became) => (
          <Button
            key={became}
            size="xs"
            variant="default"
            disabled={disabled}
            onClick={() => onAnswer(became)}
          >
            {t(`flows.${became}`)}
          </Button>
        ))}
      </Group>
    );
  }
  if (last?.kind !== "ask") return null;
  return (
    <Group gap="xs" mb="xs">
      {last.options.map((option, place) => (
        <Button
          key={option.value}
          size="xs"
          disabled={disabled}
          variant="default"
          onClick={() => onAnswer(keys ? String(place + 1) : option.label)}
        >
          {keys ? t("flows.press", { key: place + 1, label: option.label }) : option.label}
        </Button>
      ))}
      {keys && (
        <Button size="xs" variant="default" onClick={() => onAnswer("")}>
          {t("flows.press_none")}
        </Button>
      )}
    </Group>
  );
}

function Said({ answer, acts }: { answer: string | null; acts: FlowAct[] }) {
  const { t } = useTranslation();
  return (
    <>
      {answer !== null && <li>{answer}</li>}
      {acts.map((act) =>
        act.kind === "tell" || act.kind === "ask" ? (
          <li key={act.text} className={classes.us}>
            {act.text}
          </li>
        ) : act.kind === "connect" ? (
          <li key={act.number}>{t("flows.connects", { number: act.number })}</li>
        ) : null,
      )}
    </>
  );
}
