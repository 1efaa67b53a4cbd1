/** Gives a contact to a queue or a person, with a note for whoever takes it. */
import { Alert, Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../../../ui/focus";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { problemText } from "../../../ui/problems";
import { ErrorState, Loading } from "../../../ui/states";
import { toastGood } from "../../../ui/toast";
import { floor, useTargets } from "../api";
import { agentTargets, queueTargets } from "../targets";
import { TargetPicker, type Target } from "./TargetPicker";

interface DialogProps {
  contact: ContactEntity;
  onClose: () => void;
}

const NOTE_MAX = 1_000;

export function TransferDialog({ contact, onClose }: DialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const me = useMe();
  const targets = useTargets(true);
  const [target, setTarget] = useState<Target | null>(null);
  const [queue, setQueue] = useState<string>(contact.queue);
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    if (target === null) return;
    setBusy(true);
    setError(null);
    try {
      await floor.transfer(contact.id, {
        queue: target.kind === "queue" ? target.id : queue,
        target: target.kind === "agent" ? target.id : null,
        note: note.trim(),
      });
      toastGood(t("floor.transfer.done", { name: target.name }));
      onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  const data = targets.data;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("floor.transfer.title", { who: contact.customer_name })}
    >
      {targets.isError ? (
        <ErrorState error={targets.error} retry={() => void targets.refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack gap="sm">
            <TargetPicker
              label={t("floor.transfer.to")}
              targets={[...queueTargets(data, t), ...agentTargets(data, t, me.id)]}
              value={target}
              onChange={setTarget}
            />
            {target?.kind === "agent" && (
              <Select
                label={t("floor.transfer.fallback")}
                description={t("floor.transfer.fallback_hint")}
                data={data.queues.map(({ id, name }) => ({ value: id, label: name }))}
                value={queue}
                allowDeselect={false}
                onChange={(value) => setQueue(value ?? contact.queue)}
              />
            )}
            <Textarea
              label={t("floor.transfer.note")}
              description={t("floor.transfer.note_hint")}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={NOTE_MAX}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
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
              <Button type="submit" loading={busy} disabled={target === null}>
                {t("floor.transfer.submit")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
