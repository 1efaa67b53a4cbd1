import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import { signIn } from "../api";
import { useSubmission } from "../hooks";
import { DoorForm } from "./DoorForm";

interface SignInFormProps {
  onDone: () => void;
  forgotten: React.ReactNode;
}

export function SignInForm({ onDone, forgotten }: SignInFormProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.trim() === "" ? t("identity.need.email") : null),
      password: (value) => (value === "" ? t("identity.need.password") : null),
    },
  });
  const { busy, problem, submit } = useSubmission(form, async ({ email, password }) => {
    await signIn(email.trim(), password);
    onDone();
  });
  return (
    <DoorForm
      title={t("identity.sign_in.title")}
      problem={problem}
      busy={busy}
      submit={t("identity.sign_in.submit")}
      onSubmit={form.onSubmit(submit)}
      foot={forgotten}
    >
      <TextInput
        type="email"
        size="md"
        label={t("identity.email")}
        autoComplete="username"
        ref={focusOnMount}
        {...form.getInputProps("email")}
      />
      <PasswordInput
        size="md"
        label={t("identity.password")}
        autoComplete="current-password"
        {...form.getInputProps("password")}
      />
    </DoorForm>
  );
}
