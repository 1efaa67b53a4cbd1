import { Checkbox, Radio, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Door.module.css";
import type { StepProps } from "./SetupFields";

/** Any Monday, to get the names of the days from. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

function dayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(
    MONDAY + day * DAY_MS,
  );
}

export function SetupHours({ form }: StepProps) {
  const { t, i18n } = useTranslation();
  return (
    <Stack gap="xs" mt="md" role="group" aria-label={t("setup.step.hours")}>
      {form.values.hours.map((hours, day) => {
        const name = dayName(day, i18n.language);
        return (
          <div key={name} className={classes.day}>
            <Checkbox
              className={classes.dayName}
              label={name}
              {...form.getInputProps(`hours.${day}.open`, { type: "checkbox" })}
            />
            <TextInput
              type="time"
              aria-label={t("setup.from", { day: name })}
              disabled={!hours.open}
              {...form.getInputProps(`hours.${day}.from`)}
            />
            <TextInput
              type="time"
              aria-label={t("setup.to", { day: name })}
              disabled={!hours.open}
              {...form.getInputProps(`hours.${day}.to`)}
            />
          </div>
        );
      })}
    </Stack>
  );
}

export function SetupData({ form }: StepProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      mt="md"
      label={t("setup.data")}
      value={form.values.data}
      onChange={(value) => form.setFieldValue("data", value === "demo" ? "demo" : "empty")}
    >
      <Stack gap="sm" mt="sm">
        <Radio value="demo" label={t("setup.demo")} description={t("setup.demo_hint")} />
        <Radio value="empty" label={t("setup.empty")} description={t("setup.empty_hint")} />
      </Stack>
    </Radio.Group>
  );
}
