/** Asks why: what is published, restored or closed is written down with its reason. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "./focus";
import { problemText } from "./problems";

interface NoteDialogProps {
  title: string;
  text: ReactNode;
  confirm: string;
  onConfirm: (note: string) => Promise<unknown>;
  onClose: () => void;
}

export function NoteDialog(props: NoteDialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await props.onConfirm(note.trim());
      props.onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() !== "") void submit();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" component="div">
            {props.text}
          </Text>
          <TextInput
            data-autofocus
            label={t("routing.why")}
            description={t("routing.why_hint")}
            maxLength={500}
            withAsterisk
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {error !== null && (
            <Alert color="coral" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={note.trim() === ""}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
