import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../../../ui/focus";
import type { ContactEntity } from "../../../live/protocol";
import { problemText } from "../../../ui/problems";
import { floor } from "../api";

/** Puts the contact back at the head of its line, and says why. */
export function RequeueDialog({
  contact,
  onClose,
}: {
  contact: ContactEntity;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  useFocusBack();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    try {
      await floor.requeue(contact.id, reason.trim());
      onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("floor.requeue.title")} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t("floor.requeue.reason")}
            description={t("floor.requeue.hint")}
            maxLength={200}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {error !== null && (
            <Alert color="coral" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" disabled={reason.trim() === ""}>
              {t("floor.requeue.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
