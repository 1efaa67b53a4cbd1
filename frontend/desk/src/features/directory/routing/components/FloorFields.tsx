/** The rules of the whole floor: how many hard contacts, and how much recovery. */
import { useTranslation } from "react-i18next";
import type { FloorRules } from "@onqueue/api/models";
import { Section } from "../../../../ui/form/EditorPage";
import { NumberField } from "../../../../ui/form/NumberField";
import { BreakFields } from "./BreakFields";
import { SecondsField } from "../../../../ui/form/SecondsField";

interface FloorFieldsProps {
  rules: FloorRules;
  onChange: (changed: Partial<FloorRules>) => void;
}

export function FloorFields({ rules, onChange }: FloorFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("routing.hard")} hint={t("routing.floor.hint")}>
        <NumberField
          label={t("routing.floor.run")}
          description={t("routing.floor.run_hint")}
          min={0}
          max={100}
          value={rules.hard_run_max}
          onChange={(hard_run_max) => onChange({ hard_run_max })}
        />
        <SecondsField
          label={t("routing.floor.rest")}
          min={1}
          value={rules.hard_rest_s}
          onChange={(hard_rest_s) => onChange({ hard_rest_s })}
        />
        <SecondsField
          label={t("routing.floor.budget")}
          description={t("routing.floor.budget_hint")}
          value={rules.recovery_budget_s}
          onChange={(recovery_budget_s) => onChange({ recovery_budget_s })}
        />
      </Section>
      <BreakFields rules={rules} onChange={onChange} />
    </>
  );
}
