/** What is said of a flow beside its nodes: which version counts, today's figures, and the whole. */
import { Alert, Select, TagsInput, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowFigures, FlowGraph, FlowProblem, FlowShown } from "@onqueue/api/models";
import { useQueues } from "../../../../api/directory";
import { reasonText } from "../../../../i18n/i18n";
import { Card } from "../../../../ui/Page";
import { LanguageText } from "../../components/LanguageText";
import { graphOf } from "../graph";
import classes from "./Flow.module.css";

export function State({ shown: { draft, in_force: counts } }: { shown: FlowShown }) {
  const { t } = useTranslation();
  const said =
    counts === null
      ? t("flows.state_empty")
      : t("routing.state_in_force", { number: counts.number ?? 0 });
  return (
    <Alert color={draft === null ? "petrol" : "amber"} role="status">
      {draft === null ? said : t("routing.state_draft", { who: draft.changed_by })}
    </Alert>
  );
}

/** On which channels it can run, and which nodes keep callers from it. */
export function Channels({ shown }: { shown: FlowShown }) {
  const { t } = useTranslation();
  const { telephone_problems: deaf, numbers } = shown;
  if (graphOf(shown).nodes.length === 0) return null;
  return (
    <div>
      <Text size="sm">
        {t(deaf.length === 0 ? "flows.channels_all" : "flows.channels_chat")}{" "}
        {numbers.length > 0 && t("flows.numbers", { count: numbers.length })}
      </Text>
      {deaf.map((one) => (
        <p key={`${one.node}.${one.field}`} className={classes.problem}>
          {one.node}: {reasonText(one)}
        </p>
      ))}
    </div>
  );
}

export function Today({ figures }: { figures: FlowFigures | undefined }) {
  const { t } = useTranslation();
  if (figures === undefined) return null;
  const { begun, inside, outcomes } = figures;
  const abandoned = (outcomes["abandoned"] ?? 0) + (outcomes["silent"] ?? 0);
  const contained = figures.containment_percent ?? 0;
  return <Text size="sm">{t("flows.today", { begun, inside, abandoned, contained })}</Text>;
}

interface WholeFlowProps {
  graph: FlowGraph;
  languages: readonly string[];
  problems: readonly FlowProblem[];
  onChange: (graph: FlowGraph) => void;
}

export function WholeFlow({ graph, languages, problems, onChange }: WholeFlowProps) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const names = graph.nodes.map((node) => node.id);
  return (
    <Card title={t("flows.whole")}>
      <div className={classes.pairs}>
        <Select
          label={t("flows.begin")}
          data={names}
          value={graph.begin === "" ? null : graph.begin}
          onChange={(begin) => onChange({ ...graph, begin: begin ?? "" })}
        />
        <Select
          label={t("flows.person_queue")}
          description={t("flows.person_hint")}
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={graph.person_queue === "" ? null : graph.person_queue}
          clearable
          onChange={(queue) => onChange({ ...graph, person_queue: queue ?? "" })}
        />
        <TagsInput
          label={t("flows.person_words")}
          value={[...graph.person_words]}
          onChange={(words) => onChange({ ...graph, person_words: words })}
        />
      </div>
      <div className={classes.pairs}>
        {languages.map((language) => (
          <LanguageText
            key={language}
            long
            label={`${t("flows.rating")} (${language})`}
            language={language}
            value={graph.rating}
            onChange={(rating) => onChange({ ...graph, rating })}
          />
        ))}
      </div>
      <Text size="sm" c="dimmed">
        {t("flows.rating_hint")}
      </Text>
      {problems
        .filter((one) => one.node === "")
        .map((one) => (
          <p key={one.field} className={classes.problem}>
            {one.field}: {reasonText(one)}
          </p>
        ))}
    </Card>
  );
}
