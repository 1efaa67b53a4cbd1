/** Who may be called, what that may cost, and when it is too strange to go on. */
import { Checkbox, Select, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DialPolicy, DialPolicyDraft } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { EditorPage, Section } from "../../../ui/form/EditorPage";
import { NumberField } from "../../../ui/form/NumberField";
import { useEditor } from "../../../ui/form/useEditor";
import { toastGood } from "../../../ui/toast";
import { dialPolicy, policyQuery } from "../api";
import { money } from "../money";
import { MoneyField } from "./MoneyField";
import { Rows } from "./Rows";

type Draft = Omit<DialPolicyDraft, "version">;

const ROLES = ["agent", "supervisor", "administrator", "caller"] as const;

function draftOf(policy: DialPolicy): Draft {
  const { allowed, prices, price_otherwise, agent_hour_cents, centre_day_cents } = policy;
  const { minutes_max, short_s, short_max, new_max } = policy;
  return {
    allowed: allowed.map((one) => ({ ...one, role: one.role as Draft["allowed"][0]["role"] })),
    prices,
    price_otherwise,
    agent_hour_cents,
    centre_day_cents,
    minutes_max,
    short_s,
    short_max,
    new_max,
  };
}

/** As the server wants it, however people space it. */
function tidy(prefix: string): string {
  return prefix.replaceAll(/[\s()/.-]/g, "").replace(/^00/, "+");
}

function useDialPolicyEditor(policy: DialPolicy) {
  const { t } = useTranslation();
  return useEditor<Draft, DialPolicy>({
    initial: draftOf(policy),
    version: policy.version,
    save: (values, version) =>
      dialPolicy.change({
        ...values,
        allowed: values.allowed.map((one) => ({ ...one, prefix: tidy(one.prefix) })),
        prices: values.prices.map((one) => ({ ...one, prefix: tidy(one.prefix) })),
        version: version ?? policy.version,
      }),
    reload: () => dialPolicy.read(),
    valuesOf: draftOf,
    onSaved: (saved) => {
      queryClient.setQueryData(policyQuery.queryKey, saved);
      toastGood(t("admin.saved"));
    },
  });
}

type Form = ReturnType<typeof useDialPolicyEditor>["form"];

export function DialPolicyEditor({ policy }: { policy: DialPolicy }) {
  const { t } = useTranslation();
  const editor = useDialPolicyEditor(policy);
  const { form } = editor;
  return (
    <EditorPage label={t("admin.nav.calling_out")} editor={editor} onCancel={() => form.reset()}>
      <Section title={t("outbound.whom.title")} hint={t("outbound.whom.hint")}>
        <AllowedRows form={form} />
      </Section>
      <Section title={t("outbound.cost.title")} hint={t("outbound.cost.hint")}>
        <CostFields form={form} spent={policy.spent_today_cents} />
      </Section>
      <Section title={t("outbound.strange.title")} hint={t("outbound.strange.hint")}>
        <NumberField
          label={t("outbound.strange.short_max")}
          min={0}
          max={10_000}
          {...form.getInputProps("short_max")}
        />
        <NumberField
          label={t("outbound.strange.short_s")}
          suffix={t("outbound.strange.short_suffix")}
          min={1}
          max={60}
          {...form.getInputProps("short_s")}
        />
        <NumberField
          label={t("outbound.strange.new_max")}
          min={0}
          max={10_000}
          {...form.getInputProps("new_max")}
        />
      </Section>
    </EditorPage>
  );
}

function AllowedRows({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <Rows
      label={t("outbound.whom.title")}
      count={form.values.allowed.length}
      none={t("outbound.whom.none")}
      error={form.errors["allowed"]}
      add={t("outbound.whom.add")}
      onAdd={() => form.insertListItem("allowed", { prefix: "+", role: "", costly: false })}
      remove={(at) => t("outbound.whom.remove", { prefix: form.values.allowed[at]?.prefix ?? "" })}
      onRemove={(at) => form.removeListItem("allowed", at)}
    >
      {(at) => (
        <>
          <TextInput
            type="tel"
            label={t("outbound.whom.prefix")}
            aria-label={t("outbound.whom.prefix_n", { n: at + 1 })}
            maxLength={24}
            {...form.getInputProps(`allowed.${at}.prefix`)}
          />
          <Select
            label={t("outbound.whom.role")}
            allowDeselect={false}
            data={[
              { value: "", label: t("outbound.whom.everybody") },
              ...ROLES.map((value) => ({ value, label: t(`admin.role.${value}`) })),
            ]}
            {...form.getInputProps(`allowed.${at}.role`)}
          />
          <Checkbox
            label={t("outbound.whom.costly")}
            mb={8}
            {...form.getInputProps(`allowed.${at}.costly`, { type: "checkbox" })}
          />
        </>
      )}
    </Rows>
  );
}

function CostFields({ form, spent }: { form: Form; spent: number }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Text size="sm">{t("outbound.cost.spent", { spent: money(spent, i18n.language) })}</Text>
      <MoneyField
        label={t("outbound.cost.agent_hour")}
        {...form.getInputProps("agent_hour_cents")}
      />
      <MoneyField
        label={t("outbound.cost.centre_day")}
        {...form.getInputProps("centre_day_cents")}
      />
      <NumberField
        label={t("outbound.cost.minutes")}
        suffix={t("outbound.cost.minutes_suffix")}
        min={1}
        max={600}
        {...form.getInputProps("minutes_max")}
      />
      <MoneyField label={t("outbound.cost.otherwise")} {...form.getInputProps("price_otherwise")} />
      <Rows
        label={t("outbound.cost.price")}
        count={form.values.prices.length}
        error={form.errors["prices"]}
        add={t("outbound.cost.add")}
        onAdd={() => form.insertListItem("prices", { prefix: "+", cents: 10 })}
        remove={(at) => t("outbound.cost.remove", { prefix: form.values.prices[at]?.prefix ?? "" })}
        onRemove={(at) => form.removeListItem("prices", at)}
      >
        {(at) => (
          <>
            <TextInput
              type="tel"
              label={t("outbound.cost.prefix")}
              maxLength={24}
              {...form.getInputProps(`prices.${at}.prefix`)}
            />
            <MoneyField
              label={t("outbound.cost.price")}
              {...form.getInputProps(`prices.${at}.cents`)}
            />
          </>
        )}
      </Rows>
    </>
  );
}
