/** Why nobody can call out now, and the way to let people go on. */
import { Alert, Button, Stack } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DialPolicy } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { useAct } from "../../../ui/act";
import { dateTime } from "../../../ui/format";
import { toastGood } from "../../../ui/toast";
import { dialPolicy, policyQuery } from "../api";

export function StopNotice({ stopped }: { stopped: NonNullable<DialPolicy["stopped"]> }) {
  const { t, i18n } = useTranslation();
  const { busy, error, act } = useAct();
  const when = dateTime(stopped.began_at, i18n.language);
  return (
    <Alert
      color="coral"
      role="alert"
      icon={<IconPhoneOff aria-hidden />}
      title={t("outbound.stopped.title")}
    >
      <Stack gap="xs" align="flex-start">
        <span>{t("outbound.stopped.text", { reason: stopped.reason, when })}</span>
        <Button
          size="xs"
          variant="default"
          loading={busy}
          onClick={() =>
            act(
              async () => {
                queryClient.setQueryData(policyQuery.queryKey, await dialPolicy.lift());
              },
              () => toastGood(t("outbound.stopped.lifted")),
            )
          }
        >
          {t("outbound.stopped.lift")}
        </Button>
        {error !== null && <span>{error}</span>}
      </Stack>
    </Alert>
  );
}
