/** One node of a flow: its own fields, and where each of its exits leads. */
import { Button, NumberInput, Select, TagsInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowNode, FlowProblem, Texts } from "@onqueue/api/models";
import { useQueues } from "../../../../api/directory";
import { useSkills } from "../../../../api/lists";
import { reasonText } from "../../../../i18n/i18n";
import { LanguageText } from "../../components/LanguageText";
import { exitsOf } from "../graph";
import { ChoiceFields } from "./ChoiceFields";
import classes from "./Flow.module.css";

export interface NodeFormProps {
  node: FlowNode;
  names: string[];
  languages: string[];
  problems: readonly FlowProblem[];
  counts: Record<string, number>;
  onChange: (node: FlowNode) => void;
  onRemove: () => void;
}

export function NodeForm(props: NodeFormProps) {
  const { node, names, problems, counts, onChange, onRemove } = props;
  const { t } = useTranslation();
  const heading = `node-${node.id}`;
  return (
    <li className={classes.node} id={heading} aria-labelledby={`${heading}-name`}>
      <div className={classes.head}>
        <h3 className={classes.name} id={`${heading}-name`}>
          {node.id} · {t(`flows.kind.${node.kind}`)}
        </h3>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={t("flows.remove_node", { name: node.id })}
          onClick={onRemove}
        >
          {t("flows.remove")}
        </Button>
      </div>
      {problems.map((one) => (
        <p key={one.field + one.reason} className={classes.problem}>
          {one.field}: {reasonText(one)}
        </p>
      ))}
      <Fields {...props} />
      <div className={classes.pairs}>
        {exitsOf(node).map((exit) => (
          <Select
            key={exit}
            label={t("flows.exit", { exit, count: counts[exit] ?? 0 })}
            data={names.filter((name) => name !== node.id)}
            value={node.next[exit] ?? null}
            clearable
            searchable
            onChange={(to) => onChange({ ...node, next: { ...node.next, [exit]: to ?? "" } })}
          />
        ))}
      </div>
    </li>
  );
}

/** Texts that are said after the node's own. */
const LATER = ["again", "confirm", "thanks"] as const;

function Fields({ node, languages, onChange }: NodeFormProps) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const set = (changed: object): void => onChange(Object.assign({}, node, changed));
  const whole = node as Partial<Record<(typeof LATER)[number], Texts>>;
  const texts = (field: "text" | "again" | "confirm" | "thanks", value: Texts) => (
    <div key={field} className={classes.pairs}>
      {languages.map((language) => (
        <LanguageText
          key={language}
          long
          label={`${t(`flows.field.${field}`)} (${language})`}
          language={language}
          value={value}
          onChange={(next) => set({ [field]: next })}
        />
      ))}
    </div>
  );
  const line = (field: "key" | "value" | "topic" | "number", value: string) => (
    <TextInput
      label={t(`flows.field.${field}`)}
      value={value}
      maxLength={80}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  const choice = (field: "check" | "subject" | "compare", value: string, data: string[]) => (
    <Select
      label={t(`flows.field.${field}`)}
      data={data.map((one) => ({ value: one, label: t(`flows.option.${one as "text"}`) }))}
      value={value}
      allowDeselect={false}
      onChange={(next) => set({ [field]: next ?? value })}
    />
  );
  return (
    <>
      {"text" in node && texts("text", node.text)}
      {node.kind === "menu" && (
        <ChoiceFields
          choices={node.choices}
          languages={languages}
          onChange={(choices) => set({ choices })}
        />
      )}
      {LATER.map((field) => field in node && texts(field, whole[field] ?? {}))}
      <Hint kind={node.kind} />
      <div className={classes.pairs}>
        {"queue" in node && (
          <Select
            label={t("flows.field.queue")}
            data={queues.map(({ id, name }) => ({ value: id, label: name }))}
            value={node.queue === "" ? null : node.queue}
            searchable
            onChange={(queue) => set({ queue: queue ?? "" })}
          />
        )}
        {"number" in node && line("number", node.number)}
        {node.kind === "collect" && choice("check", node.check, ["text", "number", "email"])}
        {node.kind === "condition" && (
          <>
            {choice("subject", node.subject, [
              "value",
              "language",
              "topic",
              "customer",
              "customer_known",
            ])}
            {choice("compare", node.compare, ["is", "contains", "given"])}
          </>
        )}
        {node.kind === "set" && (
          <>
            {line("topic", node.topic)}
            <SetFields node={node} set={set} />
          </>
        )}
        {"key" in node && line("key", node.key)}
        {"value" in node && line("value", node.value)}
        {"tries" in node && (
          <NumberInput
            label={t("flows.field.tries")}
            min={0}
            max={9}
            value={node.tries}
            onChange={(tries) => set({ tries: Number(tries) })}
          />
        )}
        <LanguageFields node={node} set={set} />
      </div>
    </>
  );
}

/** What an administrator must know of a kind of node before it can do anything. */
function Hint({ kind }: { kind: FlowNode["kind"] }) {
  const { t } = useTranslation();
  if (kind !== "callback" && kind !== "transfer" && kind !== "customer") return null;
  return (
    <Text size="sm" c="dimmed">
      {t(`flows.hint.${kind}`)}
    </Text>
  );
}

function LanguageFields({ node, set }: { node: FlowNode; set: (changed: object) => void }) {
  const { t } = useTranslation();
  if (node.kind !== "language") return null;
  return (
    <TagsInput
      label={t("flows.field.languages")}
      value={[...node.languages]}
      onChange={(chosen) => set({ languages: chosen })}
    />
  );
}

interface SetFieldsProps {
  node: Extract<FlowNode, { kind: "set" }>;
  set: (changed: object) => void;
}

function SetFields({ node, set }: SetFieldsProps) {
  const { t } = useTranslation();
  const skills = useSkills().data ?? [];
  const nameOf = (id: string): string => skills.find((one) => one.id === id)?.name ?? id;
  const need = (name: string) => {
    const skill = skills.find((one) => one.name === name)?.id ?? name;
    return { skill, level: node.skills.find((one) => one.skill === skill)?.level ?? 1 };
  };
  return (
    <>
      <NumberInput
        label={t("flows.field.priority")}
        min={-100}
        max={100}
        value={node.priority ?? ""}
        onChange={(value) => set({ priority: typeof value === "number" ? value : null })}
      />
      <TagsInput
        label={t("flows.field.skills")}
        description={t("flows.field.skills_hint")}
        data={skills.map((one) => one.name)}
        value={node.skills.map((one) => nameOf(one.skill))}
        onChange={(chosen) => set({ skills: chosen.map(need) })}
      />
    </>
  );
}
