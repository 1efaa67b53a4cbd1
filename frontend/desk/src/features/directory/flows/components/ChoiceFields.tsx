/** The choices of a menu: what each is called, and the words that mean it. */
import { Button, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "@onqueue/api/models";
import { LanguageText } from "../../components/LanguageText";
import classes from "./Flow.module.css";

type Choice = Extract<FlowNode, { kind: "menu" }>["choices"][number];

interface Props {
  choices: readonly Choice[];
  languages: string[];
  onChange: (choices: Choice[]) => void;
}

export function ChoiceFields({ choices, languages, onChange }: Props) {
  const { t } = useTranslation();
  const change = (place: number, changed: Partial<Choice>): void =>
    onChange(choices.map((one, index) => (index === place ? { ...one, ...changed } : one)));
  return (
    <>
      {choices.map((choice, place) => (
        // Its name may change while it is typed, so only the place tells it.
        <fieldset key={place} className={classes.choice}>
          <legend>{t("flows.choice", { number: place + 1 })}</legend>
          <div className={classes.pairs}>
            <TextInput
              label={t("flows.field.exit")}
              value={choice.value}
              maxLength={40}
              onChange={(event) => change(place, { value: event.currentTarget.value })}
            />
            {languages.map((language) => (
              <LanguageText
                key={language}
                label={`${t("flows.field.label")} (${language})`}
                language={language}
                value={choice.label}
                onChange={(label) => change(place, { label })}
              />
            ))}
            <TagsInput
              label={t("flows.field.words")}
              value={[...(choice.words ?? [])]}
              onChange={(words) => change(place, { words })}
            />
          </div>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => onChange(choices.filter((_, index) => index !== place))}
          >
            {t("flows.remove_choice", { number: place + 1 })}
          </Button>
        </fieldset>
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            onChange([...choices, { value: `choice_${choices.length + 1}`, label: {}, words: [] }])
          }
        >
          {t("flows.add_choice")}
        </Button>
      </div>
    </>
  );
}
