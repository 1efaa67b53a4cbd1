/** What is so in a test run, because it cannot be known without a customer. */
import { Group, Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Situation } from "../api";

const MATCHES = ["found", "several", "unknown"] as const;

type Chosen = Omit<Situation, "telephone">;

interface Props {
  so: Chosen;
  onChange: (so: Chosen) => void;
}

export function FlowSituation({ so, onChange }: Props) {
  const { t } = useTranslation();
  const { phone, match, may_call: mayCall } = so;
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
      <Select
        label={t("flows.kind.customer")}
        data={MATCHES.map((one) => ({ value: one, label: t(`flows.match.${one}`) }))}
        value={match}
        allowDeselect={false}
        onChange={(next) => onChange({ ...so, match: next ?? "unknown" })}
      />
    </Group>
  );
}
