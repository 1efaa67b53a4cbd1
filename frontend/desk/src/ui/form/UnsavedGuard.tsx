/** Asks before leaving a screen on which something was typed and not saved. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

interface UnsavedGuardProps {
  dirty: boolean;
  /** Asked at the moment of leaving, which may be before what was saved is drawn. */
  isDirty: () => boolean;
}

export function UnsavedGuard({ dirty, isDirty }: UnsavedGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty() && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <UnsavedDialog
      opened={blocker.status === "blocked"}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
    />
  );
}

interface UnsavedDialogProps {
  opened: boolean;
  onStay: () => void;
  onLeave: () => void;
}

export function UnsavedDialog({ opened, onStay, onLeave }: UnsavedDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onStay} title={t("admin.unsaved.title")} size="sm" zIndex={400}>
      <Stack gap="md">
        <Text size="sm">{t("admin.unsaved.text")}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onStay} data-autofocus>
            {t("admin.unsaved.stay")}
          </Button>
          <Button color="coral" onClick={onLeave}>
            {t("admin.unsaved.leave")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
