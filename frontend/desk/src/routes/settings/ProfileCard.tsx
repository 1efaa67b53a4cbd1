import { Button, Group, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import { setMe, useMe } from "../../api/session";
import { Card } from "../../ui/Page";
import { showProblem } from "../../ui/problems";
import { toastGood } from "../../ui/toast";

export function ProfileCard() {
  const { t } = useTranslation();
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const form = useForm({ initialValues: { name: me.name } });
  const submit = form.onSubmit(async ({ name }) => {
    setBusy(true);
    try {
      setMe(await unwrap(api.PATCH("/api/me", { body: { name: name.trim() } })));
      toastGood(t("common.saved"));
    } catch (error) {
      const rest = showProblem(form, error, t);
      if (rest !== null) form.setFieldError("name", rest);
    } finally {
      setBusy(false);
    }
  });
  return (
    <Card title={t("identity.profile")}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t("identity.name")}
            maxLength={120}
            required
            w={280}
            {...form.getInputProps("name")}
          />
          <Button type="submit" variant="default" loading={busy} disabled={!form.isDirty()}>
            {t("common.save")}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
