/** The answers of a choice, and for each the queue it leads to and the skill it needs. */
import { ActionIcon, Button, Select, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FormField } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { useSkills } from "../../../api/lists";
import { keyFrom, OPTIONS_MAX, withOptions } from "../form";
import { LanguageText } from "./LanguageText";
import classes from "./Widget.module.css";

interface OptionsEditorProps {
  field: FormField;
  language: string;
  onChange: (field: FormField) => void;
}

function without<T>(map: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

export function OptionsEditor({ field, language, onChange }: OptionsEditorProps) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const skills = useSkills().data ?? [];
  const { options } = field;
  return (
    <div role="group" aria-label={t("admin.widgets.options")} className={classes.questions}>
      <Text size="sm" fw={500}>
        {t("admin.widgets.options")}
      </Text>
      {options.map((option, index) => {
        const number = index + 1;
        const need = field.skill_by_option[option.value];
        return (
          <div key={index} className={classes.option}>
            <LanguageText
              size="xs"
              label={t("admin.widgets.option_label", { number })}
              language={language}
              value={option.label}
              onChange={(label) => {
                const first = Object.values(label).find((text) => text.trim() !== "") ?? "";
                const taken = options.filter((_, at) => at !== index).map((one) => one.value);
                const value = keyFrom(first, taken);
                onChange(
                  withOptions(
                    field,
                    options.map((one, at) => (at === index ? { value, label } : one)),
                  ),
                );
              }}
            />
            <Select
              size="xs"
              label={t("admin.widgets.option_queue")}
              placeholder={t("admin.widgets.usual_queue")}
              clearable
              searchable
              data={queues.map(({ id, name }) => ({ value: id, label: name }))}
              value={field.queue_by_option[option.value] ?? null}
              onChange={(queue) =>
                onChange({
                  ...field,
                  queue_by_option:
                    queue === null
                      ? without(field.queue_by_option, option.value)
                      : { ...field.queue_by_option, [option.value]: queue },
                })
              }
            />
            <Select
              size="xs"
              label={t("admin.widgets.option_skill")}
              placeholder={t("admin.widgets.no_skill")}
              clearable
              searchable
              data={skills.map(({ id, name }) => ({ value: id, label: name }))}
              value={need?.skill ?? null}
              onChange={(skill) =>
                onChange({
                  ...field,
                  skill_by_option:
                    skill === null
                      ? without(field.skill_by_option, option.value)
                      : {
                          ...field.skill_by_option,
                          [option.value]: { skill, level: need?.level ?? 1 },
                        },
                })
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("admin.widgets.remove_option", { number })}
              onClick={() =>
                onChange(
                  withOptions(
                    field,
                    options.filter((_, at) => at !== index),
                  ),
                )
              }
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        size="compact-sm"
        variant="subtle"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={options.length >= OPTIONS_MAX}
        onClick={() => {
          const value = keyFrom(
            "option",
            options.map((one) => one.value),
          );
          onChange(withOptions(field, [...options, { value, label: {} }]));
        }}
      >
        {t("admin.widgets.add_option")}
      </Button>
    </div>
  );
}
