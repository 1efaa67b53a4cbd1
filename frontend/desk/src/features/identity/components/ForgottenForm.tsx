import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconMailCheck } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { EmptyState } from "../../../ui/states";
import { forgot } from "../api";
import { useSubmission } from "../hooks";
import { DoorForm } from "./DoorForm";

export function ForgottenForm({ back }: { back: ReactNode }) {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    initialValues: { email: "" },
    validate: { email: (value) => (value.trim() === "" ? t("identity.need.email") : null) },
  });
  const { busy, problem, submit } = useSubmission(form, async ({ email }) => {
    await forgot(email.trim());
    setSentTo(email.trim());
  });
  if (sentTo !== null) {
    return (
      <EmptyState
        icon={<IconMailCheck size={22} />}
        title={t("identity.forgotten.sent")}
        action={back}
      >
        {t("identity.forgotten.sent_text", { email: sentTo })}
      </EmptyState>
    );
  }
  return (
    <DoorForm
      title={t("identity.forgotten.title")}
      text={t("identity.forgotten.text")}
      problem={problem}
      busy={busy}
      submit={t("identity.forgotten.submit")}
      onSubmit={form.onSubmit(submit)}
      foot={back}
    >
      <TextInput
        type="email"
        size="md"
        label={t("identity.email")}
        autoComplete="username"
        ref={focusOnMount}
        {...form.getInputProps("email")}
      />
    </DoorForm>
  );
}
