/** What a queue promises and needs, and how long offers and wrap-up last: part of its rules. */
import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QueueRules } from "@onqueue/api/models";
import { Section } from "../../../../ui/form/EditorPage";
import { NumberField } from "../../../../ui/form/NumberField";
import { SecondsField } from "../../../../ui/form/SecondsField";
import { SkillLevels } from "../../components/SkillLevels";
import { problemAt, type Problems } from "../rules";

interface SettingFieldsProps {
  rules: QueueRules;
  problems: Problems;
  onChange: (changed: Partial<QueueRules>) => void;
}

export function SettingFields({ rules, problems, onChange }: SettingFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("admin.queues.promise")} hint={t("admin.queues.promise_hint")}>
        <SecondsField
          label={t("admin.field.threshold_s")}
          min={1}
          value={rules.threshold_s}
          onChange={(threshold_s) => onChange({ threshold_s })}
        />
        <NumberField
          label={t("admin.field.priority")}
          description={t("admin.queues.priority_hint")}
          min={0}
          max={100}
          value={rules.priority}
          onChange={(priority) => onChange({ priority })}
        />
      </Section>
      <Section title={t("admin.queues.needs")} hint={t("admin.queues.needs_hint")}>
        <SkillLevels
          label={t("admin.queues.needs")}
          value={rules.skills}
          onChange={(skills) => onChange({ skills })}
          error={problemAt(problems, "skills")}
          empty={t("admin.queues.needs_none")}
        />
      </Section>
      <Section title={t("admin.queues.wrap_up")} hint={t("admin.queues.wrap_up_hint")}>
        <SecondsField
          label={t("admin.field.offer_ttl_s")}
          description={t("admin.queues.offer_ttl_hint")}
          min={5}
          max={3_600}
          value={rules.offer_ttl_s}
          onChange={(offer_ttl_s) => onChange({ offer_ttl_s })}
        />
        <Group grow align="flex-end">
          <SecondsField
            label={t("admin.field.wrap_up_s")}
            value={rules.wrap_up_s}
            onChange={(wrap_up_s) => onChange({ wrap_up_s })}
          />
          <SecondsField
            label={t("admin.field.wrap_up_extension_s")}
            value={rules.wrap_up_extension_s}
            onChange={(wrap_up_extension_s) => onChange({ wrap_up_extension_s })}
          />
          <NumberField
            label={t("admin.field.wrap_up_extensions_max")}
            min={0}
            max={20}
            value={rules.wrap_up_extensions_max}
            onChange={(wrap_up_extensions_max) => onChange({ wrap_up_extensions_max })}
          />
        </Group>
      </Section>
    </>
  );
}
