import { Select, Switch, Text, TextInput, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FormField } from "@onqueue/api/models";
import { keyFrom, KNOWN_FIELDS, type FieldFault } from "../form";
import { LanguageText } from "./LanguageText";
import { OptionsEditor } from "./OptionsEditor";
import classes from "./Widget.module.css";

const KINDS = ["text", "email", "phone", "choice"] as const;

interface QuestionEditorProps {
  field: FormField;
  fault: FieldFault | null;
  language: string;
  others: string[];
  onChange: (field: FormField) => void;
}

export function QuestionEditor(props: QuestionEditorProps) {
  const { t } = useTranslation();
  const { field, fault, language, others, onChange } = props;
  const known = KNOWN_FIELDS.includes(field.key);
  // As long as nobody has chosen a key, it follows the wording.
  const follows = !known && field.key === keyFrom(firstWording(field), others);
  return (
    <div className={classes.questionBody}>
      <LanguageText
        label={t("admin.widgets.wording")}
        language={language}
        value={field.label}
        withAsterisk
        error={fault === "label" ? t("admin.widgets.fault.label") : undefined}
        onChange={(label) => {
          const next = { ...field, label };
          const free = follows || field.key.startsWith("question");
          onChange(free && !known ? { ...next, key: keyFrom(firstWording(next), others) } : next);
        }}
      />
      <Group grow align="flex-start">
        <Select
          label={t("admin.widgets.answer")}
          data={KINDS.map((value) => ({ value, label: t(`admin.widgets.kind.${value}`) }))}
          allowDeselect={false}
          value={field.kind}
          onChange={(kind) => onChange({ ...field, kind: kind ?? "text" })}
        />
        <TextInput
          label={t("admin.widgets.key")}
          description={known ? t(`admin.widgets.key_known.${field.key as "name"}`) : undefined}
          maxLength={40}
          value={field.key}
          error={
            fault === "key" || fault === "key_twice" ? t(`admin.widgets.fault.${fault}`) : undefined
          }
          onChange={(event) => onChange({ ...field, key: event.currentTarget.value })}
        />
      </Group>
      <Switch
        label={t("admin.widgets.required_long")}
        checked={field.required}
        onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
      />
      {field.kind === "choice" && (
        <OptionsEditor field={field} language={language} onChange={onChange} />
      )}
      {fault !== null && fault.startsWith("option") && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {t(`admin.widgets.fault.${fault}`)}
        </Text>
      )}
    </div>
  );
}

function firstWording(field: FormField): string {
  return Object.values(field.label).find((text) => text.trim() !== "") ?? "question";
}
