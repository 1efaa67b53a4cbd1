/** What every record has that people choose by name: the name, and what it means. */
import { Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";

interface Named {
  name: string;
  description: string;
}

interface NamedFieldsProps<Draft extends Named> {
  form: UseFormReturnType<Draft>;
  hint?: string;
}

export function NamedFields<Draft extends Named>({ form, hint }: NamedFieldsProps<Draft>) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("admin.field.name")}
        description={hint}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Textarea
        label={t("admin.field.description")}
        autosize
        minRows={2}
        maxLength={4_000}
        {...form.getInputProps("description")}
      />
    </>
  );
}
