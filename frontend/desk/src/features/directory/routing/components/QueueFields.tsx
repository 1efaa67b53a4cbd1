/** The rules of a queue, section by section, each with a sentence that says what it does. */
import { Group, MultiSelect, NativeSelect, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QueueRules } from "@onqueue/api/models";
import { duration } from "../../../../ui/format";
import { Section } from "../../../../ui/form/EditorPage";
import { NumberField } from "../../../../ui/form/NumberField";
import { SecondsField } from "../../../../ui/form/SecondsField";
import { useGates } from "../api";
import { CHOICES, EVALUATIONS, ORDERS, problemAt, WEIGHTS, type Problems } from "../rules";
import { DiversionList } from "./DiversionList";
import { RingList } from "./RingList";
import { SettingFields } from "./SettingFields";

interface QueueFieldsProps {
  rules: QueueRules;
  problems: Problems;
  onChange: (changed: Partial<QueueRules>) => void;
}

export function QueueFields({ rules, problems, onChange }: QueueFieldsProps) {
  const { t } = useTranslation();
  const gates = useGates().data ?? [];
  const at = (field: string) => problemAt(problems, field);
  return (
    <>
      <SettingFields rules={rules} problems={problems} onChange={onChange} />
      <Section title={t("routing.who")} hint={t("routing.who_hint")}>
        <NativeSelect
          label={t("routing.evaluation.label")}
          description={t(`routing.evaluation_says.${rules.evaluation}`)}
          value={rules.evaluation}
          data={EVALUATIONS.map((value) => ({ value, label: t(`routing.evaluation.${value}`) }))}
          onChange={(event) =>
            onChange({ evaluation: event.currentTarget.value as QueueRules["evaluation"] })
          }
        />
        <NativeSelect
          label={t("routing.choice.label")}
          description={t(`routing.choice_says.${rules.choice}`)}
          value={rules.choice}
          data={CHOICES.map((value) => ({ value, label: t(`routing.choice.${value}`) }))}
          onChange={(event) =>
            onChange({ choice: event.currentTarget.value as QueueRules["choice"] })
          }
        />
        {rules.choice === "score" && (
          <Group grow align="flex-end">
            {WEIGHTS.map((name) => (
              <NumberField
                key={name}
                label={t(`routing.weight.${name}`)}
                min={0}
                max={1_000}
                error={at("weights")}
                value={rules.weights[name]}
                onChange={(next) => onChange({ weights: { ...rules.weights, [name]: next } })}
              />
            ))}
          </Group>
        )}
        <MultiSelect
          label={t("routing.gates")}
          description={t("routing.gates_hint")}
          data={gates.map(({ id, name }) => ({ value: id, label: name }))}
          value={rules.gates}
          error={at("gates")}
          onChange={(next) => onChange({ gates: next })}
        />
        <Switch
          label={t("routing.match_language")}
          description={t("routing.match_language_hint")}
          checked={rules.match_language}
          onChange={(event) => onChange({ match_language: event.currentTarget.checked })}
        />
        {rules.match_language && (
          <NumberField
            label={t("routing.language_level")}
            min={1}
            max={10}
            value={rules.language_level}
            onChange={(language_level) => onChange({ language_level })}
          />
        )}
        <NumberField
          label={t("routing.kept_free")}
          description={t("routing.kept_free_hint")}
          min={0}
          max={1_000}
          value={rules.kept_free}
          onChange={(kept_free) => onChange({ kept_free })}
        />
      </Section>
      <Section title={t("routing.order")} hint={t("routing.order_hint")}>
        <NativeSelect
          label={t("routing.orders.label")}
          value={rules.order}
          data={ORDERS.map((value) => ({ value, label: t(`routing.orders.${value}`) }))}
          onChange={(event) =>
            onChange({ order: event.currentTarget.value as QueueRules["order"] })
          }
        />
        {rules.order === "promise" && (
          <SecondsField
            label={t("routing.promise")}
            error={at("promise_s")}
            value={rules.promise_s}
            onChange={(promise_s) => onChange({ promise_s })}
          />
        )}
        <Text size="sm" c="dimmed" role="status">
          {t(`routing.orders_says.${rules.order}`, { time: duration(rules.promise_s * 1_000) })}
        </Text>
        <NumberField
          label={t("admin.field.waiting_max")}
          description={t("routing.waiting_max_hint")}
          min={1}
          max={100_000}
          value={rules.waiting_max}
          onChange={(waiting_max) => onChange({ waiting_max })}
        />
      </Section>
      <Section title={t("routing.rings")} hint={t("routing.rings_hint")}>
        <RingList
          rings={rules.rings}
          problems={problems}
          onChange={(rings) => onChange({ rings })}
        />
      </Section>
      <Section title={t("routing.diversions")} hint={t("routing.diversions_hint")}>
        <DiversionList
          diversions={rules.diversions}
          problems={problems}
          onChange={(diversions) => onChange({ diversions })}
        />
      </Section>
      <Section title={t("routing.person")} hint={t("routing.person_hint")}>
        <SecondsField
          label={t("routing.sticky")}
          description={t("routing.sticky_hint")}
          value={rules.sticky_s}
          onChange={(sticky_s) => onChange({ sticky_s })}
        />
        {rules.sticky_s > 0 && (
          <SecondsField
            label={t("routing.sticky_within")}
            min={60}
            max={400 * 86_400}
            value={rules.sticky_within_s}
            onChange={(sticky_within_s) => onChange({ sticky_within_s })}
          />
        )}
        <SecondsField
          label={t("routing.book")}
          description={t("routing.book_hint")}
          value={rules.book_s}
          onChange={(book_s) => onChange({ book_s })}
        />
        <SecondsField
          label={t("routing.target_ttl")}
          min={5}
          value={rules.target_ttl_s}
          onChange={(target_ttl_s) => onChange({ target_ttl_s })}
        />
      </Section>
      <Section title={t("routing.hard")} hint={t("routing.hard_hint")}>
        <Switch
          label={t("routing.hard_all")}
          checked={rules.hard}
          onChange={(event) => onChange({ hard: event.currentTarget.checked })}
        />
        <SecondsField
          label={t("routing.recovery_time")}
          description={t("routing.recovery_hint")}
          max={3_600}
          value={rules.recovery_s}
          onChange={(recovery_s) => onChange({ recovery_s })}
        />
      </Section>
    </>
  );
}
