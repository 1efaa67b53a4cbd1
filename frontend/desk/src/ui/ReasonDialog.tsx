/** Asks why before it acts: what is steered, published or closed is written down with its reason. */
import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "./focus";
import { problemText } from "./problems";
import { toastGood } from "./toast";

interface ReasonDialogProps {
  title: string;
  label: string;
  hint: string;
  confirm: string;
  /** Told when it is done; left out where the page itself shows it. */
  done?: string;
  children?: ReactNode;
  danger?: boolean;
  run: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await props.run(reason.trim());
      if (props.done !== undefined) toastGood(props.done);
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
          if (reason.trim() !== "") void submit();
        }}
      >
        <Stack gap="sm">
          {props.children}
          <TextInput
            data-autofocus
            label={props.label}
            description={props.hint}
            maxLength={500}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
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
            <Button
              type="submit"
              color={props.danger === true ? "coral" : undefined}
              disabled={reason.trim() === ""}
              loading={busy}
            >
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
