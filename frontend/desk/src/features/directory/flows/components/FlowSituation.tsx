/** What is so in a test run, because it cannot be known without a customer. */
import { Group, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Situation } from "../api";

type Chosen = Omit<Situation, "telephone">;

interface Props {
  so: Chosen;
  onChange: (so: Chosen) => void;
}

export function FlowSituation({ so, onChange }: Props) {
  const { t } = useTranslation();
  const { phone, customer_known: known, may_call: mayCall } = so;
  return (
    <Group gap="md" mb="sm" align="end" role="group" aria-label={t("flows.situation")}>
      <TextInput
        label={t("flows.phone")}
        value={phone}
        maxLength={32}
        onChange={(event) => onChange({ ...so, phone: event.currentTarget.value })}
      />
      <Switch
        label={t("flows.may_call")}
        checked={mayCall}
        onChange={(event) => onChange({ ...so, may_call: event.currentTarget.checked })}
      />
      <Switch
        label={t("flows.customer_known")}
        checked={known}
        onChange={(event) => onChange({ ...so, customer_known: event.currentTarget.checked })}
      />
    </Group>
  );
}
