/** One's own telephone: how it registers, whether it is there, and a new password for it. */
import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DeskPhone, DeskPhoneMade } from "@onqueue/api/models";
import { Card } from "../../../ui/Page";
import { toastProblem } from "../../../ui/toast";
import { deskPhone } from "../api";

const LOOK_EVERY_MS = 5_000;

export function DeskPhoneCard() {
  const { t } = useTranslation();
  const shown = useQuery({
    queryKey: ["desk-phone"],
    queryFn: deskPhone.read,
    refetchInterval: LOOK_EVERY_MS,
  });
  const refetch = (): void => void shown.refetch();
  const give = useMutation({
    mutationFn: deskPhone.give,
    onSuccess: refetch,
    onError: toastProblem,
  });
  const take = useMutation({
    mutationFn: deskPhone.take,
    onSuccess: () => {
      give.reset();
      refetch();
    },
    onError: toastProblem,
  });
  const phone = shown.data;
  if (!phone?.carried) return null;
  const has = phone.made_at !== null;
  return (
    <Card title={t("admin.desk_phone.title")}>
      <Stack gap="sm">
        <Text size="sm">{t("admin.desk_phone.text")}</Text>
        <Text size="sm" role="status">
          {t(`admin.desk_phone.${stateOf(phone)}`)}
        </Text>
        {give.data !== undefined && <Secret made={give.data} />}
        <Group gap="sm">
          <Button
            variant="default"
            size="xs"
            loading={give.isPending}
            onClick={() => give.mutate()}
          >
            {t(has ? "admin.desk_phone.renew" : "admin.desk_phone.give")}
          </Button>
          {has && (
            <Button
              variant="default"
              size="xs"
              loading={take.isPending}
              onClick={() => take.mutate()}
            >
              {t("admin.desk_phone.take")}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}

function stateOf(phone: DeskPhone): "away" | "none" | "there" | "missing" {
  if (!phone.connected) return "away";
  if (phone.made_at === null) return "none";
  return phone.registered ? "there" : "missing";
}

/** What goes into the telephone. */
function Secret({ made }: { made: DeskPhoneMade }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t("admin.desk_phone.once")}
      </Text>
      {(["address", "name", "password"] as const).map((field) => (
        <Text key={field} size="sm">
          {t(`admin.desk_phone.${field}`)}: <Code>{made[field]}</Code>
        </Text>
      ))}
    </Stack>
  );
}
