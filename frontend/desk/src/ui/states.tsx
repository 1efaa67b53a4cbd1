/** What a part of a screen shows when it has nothing, failed, or is on its way. */
import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "./problems";
import classes from "./states.module.css";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <Stack className={classes.state} align="center" gap="xs">
      {icon !== undefined && (
        <span className={classes.icon} aria-hidden>
          {icon}
        </span>
      )}
      <Text fw={600} ta="center">
        {title}
      </Text>
      {children !== undefined && (
        <Text size="sm" c="dimmed" ta="center" maw={380} component="div">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack className={classes.state} align="center" gap="xs" role="alert">
      <span className={classes.icon} data-tone="bad" aria-hidden>
        <IconCloudOff size={22} />
      </span>
      <Text fw={600} ta="center">
        {t("common.error.title")}
      </Text>
      <Text size="sm" c="dimmed" ta="center" maw={420}>
        {problemText(error, t)}
      </Text>
      {retry !== undefined && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
          {t("common.retry")}
        </Button>
      )}
    </Stack>
  );
}

export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation();
  return (
    <Center className={classes.loading} role="status">
      <Loader size="sm" type="dots" />
      <span className="visually-hidden">{label ?? t("common.loading")}</span>
    </Center>
  );
}
