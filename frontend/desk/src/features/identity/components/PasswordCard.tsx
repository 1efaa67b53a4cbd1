import { Alert, Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { Card } from "../../../ui/Page";
import { toastGood } from "../../../ui/toast";
import { changePassword } from "../api";
import { useSubmission } from "../hooks";
import { passwordFault, PASSWORD_MIN } from "../password";

export function PasswordCard() {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: {
      current: (value) => (value === "" ? t("identity.need.password") : null),
      next: (value) => passwordFault(value, t),
    },
  });
  const { busy, problem, submit } = useSubmission(
    form,
    async ({ current, next }) => {
      await changePassword(current, next);
      form.reset();
      toastGood(t("identity.password_changed"));
    },
    { new: "next", password: "next" },
  );
  return (
    <Card title={t("identity.change_password")}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="sm" maw={360}>
          {problem !== null && (
            <Alert color="coral" role="alert">
              {problem}
            </Alert>
          )}
          <PasswordInput
            label={t("identity.current_password")}
            autoComplete="current-password"
            {...form.getInputProps("current")}
          />
          <PasswordInput
            label={t("identity.new_password")}
            description={t("identity.password_min", { count: PASSWORD_MIN })}
            autoComplete="new-password"
            {...form.getInputProps("next")}
          />
          <Group>
            <Button type="submit" variant="default" loading={busy}>
              {t("identity.change_password")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
