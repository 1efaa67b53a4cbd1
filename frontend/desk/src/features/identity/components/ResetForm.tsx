import { PasswordInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { resetPassword } from "../api";
import { useSubmission } from "../hooks";
import { passwordFault, PASSWORD_MIN } from "../password";
import { DoorForm } from "./DoorForm";

export function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (value) => passwordFault(value, t) },
  });
  const { busy, problem, submit } = useSubmission(form, async ({ password }) => {
    await resetPassword(token, password);
    onDone();
  });
  return (
    <DoorForm
      title={t("identity.reset.title")}
      problem={problem}
      busy={busy}
      submit={t("identity.reset.submit")}
      onSubmit={form.onSubmit(submit)}
    >
      <PasswordInput
        size="md"
        label={t("identity.new_password")}
        description={t("identity.password_min", { count: PASSWORD_MIN })}
        autoComplete="new-password"
        ref={focusOnMount}
        {...form.getInputProps("password")}
      />
    </DoorForm>
  );
}
