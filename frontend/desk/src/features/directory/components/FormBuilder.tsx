/** The questions before a chat: added, worded, ordered, and where their answers lead. */
import { ActionIcon, Badge, Button, Menu, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormField } from "@onqueue/api/models";
import { faultOf, FIELDS_MAX, keyFrom, KNOWN_FIELDS, moved, newField } from "../form";
import { QuestionEditor } from "./QuestionEditor";
import classes from "./Widget.module.css";

function nameOf(field: FormField, language: string): string {
  const wordings = [field.label[language] ?? "", ...Object.values(field.label), field.key];
  return wordings.find((text) => text.trim() !== "") ?? field.key;
}

interface FormBuilderProps {
  value: FormField[];
  onChange: (value: FormField[]) => void;
  language: string;
  languages: string[];
  /** Problems are shown once saving was tried, or when a question was closed. */
  error?: React.ReactNode;
}

export function FormBuilder({ value, onChange, language, languages, error }: FormBuilderProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<number | null>(null);
  const put = (index: number, field: FormField): void =>
    onChange(value.map((one, at) => (at === index ? field : one)));
  const add = (key: string | null): void => {
    const taken = value.map((field) => field.key);
    onChange([...value, newField(key ?? keyFrom("question", taken), languages)]);
    setOpened(value.length);
  };
  const move = (index: number, step: -1 | 1): void => {
    onChange(moved(value, index, step));
    setOpened((old) => (old === index ? index + step : old === index + step ? index : old));
  };
  const left = KNOWN_FIELDS.filter((key) => !value.some((field) => field.key === key));
  return (
    <div role="group" aria-label={t("admin.widgets.form")}>
      <ol className={classes.questions}>
        {value.map((field, index) => {
          const fault = faultOf(field, value);
          const name = nameOf(field, language);
          const isOpen = opened === index;
          return (
            <li key={index} className={classes.question} data-fault={fault !== null && !isOpen}>
              <div className={classes.questionHead}>
                <button
                  type="button"
                  className={classes.questionName}
                  aria-expanded={isOpen}
                  onClick={() => setOpened(isOpen ? null : index)}
                >
                  <IconChevronDown size={14} aria-hidden />
                  {name}
                  <small>{t(`admin.widgets.kind.${field.kind}`)}</small>
                  {field.required && <Badge size="xs">{t("admin.widgets.required")}</Badge>}
                </button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={index === 0}
                  aria-label={t("admin.move_up", { name })}
                  onClick={() => move(index, -1)}
                >
                  <IconArrowUp size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={index === value.length - 1}
                  aria-label={t("admin.move_down", { name })}
                  onClick={() => move(index, 1)}
                >
                  <IconArrowDown size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("admin.remove_named", { name })}
                  onClick={() => {
                    onChange(value.filter((_, at) => at !== index));
                    setOpened(null);
                  }}
                >
                  <IconX size={15} />
                </ActionIcon>
              </div>
              {isOpen && (
                <QuestionEditor
                  field={field}
                  fault={fault}
                  language={language}
                  others={value.filter((_, at) => at !== index).map(({ key }) => key)}
                  onChange={(next) => put(index, next)}
                />
              )}
              {!isOpen && fault !== null && (
                <Text size="xs" c="var(--mantine-color-error)" px="sm" pb={6}>
                  {t(`admin.widgets.fault.${fault}`)}
                </Text>
              )}
            </li>
          );
        })}
      </ol>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("admin.widgets.form_none")}
        </Text>
      )}
      {error !== undefined && error !== null && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" mt={6}>
          {error}
        </Text>
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            mt="sm"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={value.length >= FIELDS_MAX}
          >
            {t("admin.widgets.add_question")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {left.map((key) => (
            <Menu.Item key={key} onClick={() => add(key)}>
              {t(`admin.widgets.known.${key as "name"}`)}
            </Menu.Item>
          ))}
          {left.length > 0 && <Menu.Divider />}
          <Menu.Item onClick={() => add(null)}>{t("admin.widgets.known.other")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
