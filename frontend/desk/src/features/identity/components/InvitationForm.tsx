import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../../ui/focus";
import type { Invitation } from "@onqueue/api/models";
import { ErrorState, Loading } from "../../../ui/states";
import { acceptInvitation, useInvitation } from "../api";
import { useSubmission } from "../hooks";
import { passwordFault, PASSWORD_MIN } from "../password";
import { DoorForm } from "./DoorForm";

interface InvitationProps {
  token: string;
  onDone: () => void;
}

export function InvitationForm({ token, onDone }: InvitationProps) {
  const invitation = useInvitation(token);
  if (invitation.isError) return <ErrorState error={invitation.error} />;
  if (invitation.data === undefined) return <Loading />;
  return <Fields token={token} invitation={invitation.data} onDone={onDone} />;
}

function Fields({ token, invitation, onDone }: InvitationProps & { invitation: Invitation }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { name: invitation.name, password: "" },
    validate: {
      name: (value) => (value.trim() === "" ? t("identity.need.name") : null),
      password: (value) => passwordFault(value, t),
    },
  });
  const { busy, problem, submit } = useSubmission(form, async ({ name, password }) => {
    await acceptInvitation(token, { name: name.trim(), password });
    onDone();
  });
  return (
    <DoorForm
      title={t("identity.invitation.title")}
      text={t("identity.invitation.text", { email: invitation.email })}
      problem={problem}
      busy={busy}
      submit={t("identity.invitation.submit")}
      onSubmit={form.onSubmit(submit)}
    >
      <TextInput
        size="md"
        label={t("identity.name")}
        autoComplete="name"
        ref={focusOnMount}
        {...form.getInputProps("name")}
      />
      <PasswordInput
        size="md"
        label={t("identity.new_password")}
        description={t("identity.password_min", { count: PASSWORD_MIN })}
        autoComplete="new-password"
        {...form.getInputProps("password")}
      />
    </DoorForm>
  );
}
