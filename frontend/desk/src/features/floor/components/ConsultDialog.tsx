/** Asks a colleague to look at the contact; the customer does not see them. */
import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../../../ui/focus";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { problemText } from "../../../ui/problems";
import { ErrorState, Loading } from "../../../ui/states";
import { floor, useTargets } from "../api";
import { agentTargets } from "../targets";
import { TargetPicker, type Target } from "./TargetPicker";

const QUESTION_MAX = 1_000;

export function ConsultDialog({
  contact,
  onClose,
}: {
  contact: ContactEntity;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  useFocusBack();
  const me = useMe();
  const targets = useTargets(true);
  const [target, setTarget] = useState<Target | null>(null);
  const [question, setQuestion] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    if (target === null) return;
    setBusy(true);
    setError(null);
    try {
      await floor.consult(contact.id, { agent: target.id, question: question.trim() });
      onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("floor.consult.title")}>
      {targets.isError ? (
        <ErrorState error={targets.error} retry={() => void targets.refetch()} />
      ) : targets.data === undefined ? (
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
              label={t("floor.consult.who")}
              targets={agentTargets(targets.data, t, me.id)}
              value={target}
              onChange={setTarget}
            />
            <Textarea
              label={t("floor.consult.question")}
              description={t("floor.consult.question_hint")}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={QUESTION_MAX}
              value={question}
              onChange={(event) => setQuestion(event.currentTarget.value)}
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
                {t("floor.consult.submit")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
