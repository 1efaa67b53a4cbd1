/** The rules of the whole floor for short breaks. */
import { useTranslation } from "react-i18next";
import type { FloorRules } from "@onqueue/api/models";
import { Section } from "../../../../ui/form/EditorPage";
import { NumberField } from "../../../../ui/form/NumberField";
import { SecondsField } from "../../../../ui/form/SecondsField";

interface BreakFieldsProps {
  rules: FloorRules;
  onChange: (changed: Partial<FloorRules>) => void;
}

export function BreakFields({ rules, onChange }: BreakFieldsProps) {
  const { t } = useTranslation();
  return (
    <Section title={t("breaks.rules.title")} hint={t("breaks.rules.hint")}>
      <SecondsField
        label={t("breaks.rules.longest")}
        description={t("breaks.rules.longest_hint")}
        max={7_200}
        value={rules.break_longest_s}
        onChange={(break_longest_s) => onChange({ break_longest_s })}
      />
      <SecondsField
        label={t("breaks.rules.day")}
        value={rules.break_day_s}
        onChange={(break_day_s) => onChange({ break_day_s })}
      />
      <SecondsField
        label={t("breaks.rules.between")}
        value={rules.break_between_s}
        onChange={(break_between_s) => onChange({ break_between_s })}
      />
      <NumberField
        label={t("breaks.rules.away_max")}
        min={0}
        max={10_000}
        value={rules.break_away_max}
        onChange={(break_away_max) => onChange({ break_away_max })}
      />
      <NumberField
        label={t("breaks.rules.away_percent")}
        description={t("breaks.rules.away_percent_hint")}
        min={0}
        max={100}
        value={rules.break_away_percent}
        onChange={(break_away_percent) => onChange({ break_away_percent })}
      />
      <NumberField
        label={t("breaks.rules.level")}
        description={t("breaks.rules.level_hint")}
        min={0}
        max={100}
        value={rules.break_level_percent}
        onChange={(break_level_percent) => onChange({ break_level_percent })}
      />
      <SecondsField
        label={t("breaks.rules.wait")}
        value={rules.break_wait_s}
        onChange={(break_wait_s) => onChange({ break_wait_s })}
      />
      <SecondsField
        label={t("breaks.rules.line")}
        description={t("breaks.rules.line_hint")}
        max={7_200}
        value={rules.break_line_s}
        onChange={(break_line_s) => onChange({ break_line_s })}
      />
    </Section>
  );
}
