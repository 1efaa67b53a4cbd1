/** The details of a customer, changed in place; somebody else's change is never overwritten. */
import { Alert, Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { languageChoices, languageName } from "../../../ui/languages";
import type { Customer } from "@onqueue/api/models";
import { Problem } from "@onqueue/api/problem";
import { queryClient } from "../../../api/query";
import { showProblem } from "../../../ui/problems";
import { customerKey, saveCustomer } from "../api";
import { changesOf, FIELDS, pick, rebase, type Details, type Field } from "../details";
import classes from "./CustomerPanel.module.css";

const MAX: Record<Field, number> = {
  name: 120,
  email: 254,
  phone: 40,
  language: 10,
  company: 120,
  notes: 4_000,
};

export function CustomerDetails({ customer, canEdit }: { customer: Customer; canEdit: boolean }) {
  const { t, i18n } = useTranslation();
  const [editing, setEditing] = useState(false);
  return (
    <section className={classes.section} aria-label={t("customer.details")}>
      <div className={classes.titleLine}>
        <h3 className={classes.title}>{t("customer.details")}</h3>
        {canEdit && !editing && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPencil size={13} />}
            onClick={() => setEditing(true)}
          >
            {t("common.edit")}
          </Button>
        )}
      </div>
      {editing ? (
        <EditForm customer={customer} onDone={() => setEditing(false)} />
      ) : (
        <dl className={classes.facts}>
          {FIELDS.filter((field) => field !== "name" && customer[field] !== "").map((field) => (
            <div key={field} data-long={field === "notes"}>
              <dt>{t(`customer.field.${field}`)}</dt>
              <dd>
                {field === "language"
                  ? languageName(customer.language, i18n.language)
                  : customer[field]}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function EditForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const [base, setBase] = useState<Customer>(customer);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const known = base.language === "" ? [] : [base.language];
  const form = useForm<Details>({ initialValues: pick(customer) });

  const conflict = (current: Customer): void => {
    const { values, fields } = rebase(form.values, base, current);
    form.setValues(values);
    setBase(current);
    queryClient.setQueryData(customerKey(customer.id), current);
    setProblem(
      t("customer.conflict", {
        fields: fields.map((field) => t(`customer.field.${field}`)).join(", ") || "–",
      }),
    );
  };
  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setProblem(null);
    try {
      const changes = changesOf(values, base);
      const saved =
        Object.keys(changes).length === 0
          ? base
          : await saveCustomer(customer.id, { version: base.version, ...changes });
      queryClient.setQueryData(customerKey(customer.id), saved);
      onDone();
    } catch (error) {
      if (error instanceof Problem && error.code === "customer.changed") {
        const current = error.data["current"] as Customer | undefined;
        if (current !== undefined) {
          conflict(current);
          return;
        }
      }
      setProblem(showProblem(form, error, t));
    } finally {
      setBusy(false);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {problem !== null && (
          <Alert color="amber" role="alert">
            {problem}
          </Alert>
        )}
        {FIELDS.map((field) =>
          field === "notes" ? (
            <Textarea
              key={field}
              label={t("customer.field.notes")}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={MAX.notes}
              {...form.getInputProps(field)}
            />
          ) : field === "language" ? (
            <Select
              key={field}
              label={t("customer.field.language")}
              data={languageChoices(i18n.language, known)}
              searchable
              clearable
              limit={100}
              {...form.getInputProps(field)}
              value={form.values.language === "" ? null : form.values.language}
              onChange={(code: string | null) => form.setFieldValue("language", code ?? "")}
            />
          ) : (
            <TextInput
              key={field}
              label={t(`customer.field.${field}`)}
              maxLength={MAX[field]}
              ref={field === "name" ? focusOnMount : undefined}
              {...form.getInputProps(field)}
            />
          ),
        )}
        <Group gap="xs" justify="flex-end">
          <Button size="xs" variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={busy}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
