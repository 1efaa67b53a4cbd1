import { MultiSelect, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { languages } from "../../../i18n/i18n";
import { PASSWORD_MIN } from "../password";
import { timeZones } from "../../../ui/languages";
import type { SetupValues } from "../setup";

export interface StepProps {
  form: UseFormReturnType<SetupValues>;
}

export function SetupAdministrator({ form, asksToken }: StepProps & { asksToken: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" mt="md">
      {asksToken && (
        <TextInput
          label={t("setup.token")}
          description={t("setup.token_hint")}
          autoComplete="off"
          spellCheck={false}
          ref={focusOnMount}
          maxLength={200}
          {...form.getInputProps("token")}
        />
      )}
      <TextInput
        label={t("identity.name")}
        autoComplete="name"
        ref={asksToken ? undefined : focusOnMount}
        maxLength={120}
        {...form.getInputProps("name")}
      />
      <TextInput
        type="email"
        label={t("identity.email")}
        autoComplete="username"
        maxLength={254}
        {...form.getInputProps("email")}
      />
      <PasswordInput
        label={t("identity.password")}
        description={t("identity.password_min", { count: PASSWORD_MIN })}
        autoComplete="new-password"
        {...form.getInputProps("password")}
      />
    </Stack>
  );
}

export function SetupCentre({ form }: StepProps) {
  const { t } = useTranslation();
  // UTC, where many servers live, is not among those that a browser lists.
  const zone = form.values.time_zone;
  const zones = useMemo(() => timeZones(zone), [zone]);
  return (
    <Stack gap="sm" mt="md">
      <TextInput
        label={t("setup.centre")}
        description={t("setup.centre_hint")}
        ref={focusOnMount}
        maxLength={120}
        {...form.getInputProps("centre")}
      />
      <MultiSelect
        label={t("setup.languages")}
        description={t("setup.languages_hint")}
        data={languages.map(({ code, name }) => ({ value: code, label: name }))}
        {...form.getInputProps("languages")}
      />
      <Select
        label={t("setup.time_zone")}
        data={zones}
        searchable
        limit={60}
        allowDeselect={false}
        nothingFoundMessage={t("setup.no_zone")}
        {...form.getInputProps("time_zone")}
      />
    </Stack>
  );
}
