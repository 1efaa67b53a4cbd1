/** Answers a wish for a short break in person: what it would cost, and why or why not. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentEntity, WishEntity } from "../../../live/protocol";
import { useQueueName } from "../../../live/hooks";
import { useFocusBack } from "../../../ui/focus";
import { problemText } from "../../../ui/problems";
import { toastGood } from "../../../ui/toast";
import { BreakEffects } from "../../../ui/BreakEffects";
import { breakReason } from "../../../api/breaks";
import { steer } from "../api";

interface AnswerBreakDialogProps {
  agent: AgentEntity;
  wish: WishEntity;
  onClose: () => void;
}

const MINUTE_MS = 60_000;

export function AnswerBreakDialog({ agent, wish, onClose }: AnswerBreakDialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const nameOf = useQueueName();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { name } = agent;
  const why = breakReason(wish.reason, nameOf(wish.queue), t);
  const answer = async (grants: boolean): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const act = grants ? steer.grantBreak : steer.refuseBreak;
      await act(agent.id, reason.trim());
      toastGood(t(grants ? "breaks.granted" : "breaks.refused", { name }));
      onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  const ready = reason.trim() !== "";
  return (
    <Modal opened onClose={onClose} title={t("breaks.answer_title", { name })} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void answer(true);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            {t("breaks.answer_text", { name, minutes: wish.span_ms / MINUTE_MS, why })}
          </Text>
          <BreakEffects effects={wish.effects} nameOf={nameOf} />
          <TextInput
            data-autofocus
            label={t("breaks.why")}
            description={t("breaks.why_hint", { name })}
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
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button
              color="coral"
              disabled={!ready}
              loading={busy}
              onClick={() => void answer(false)}
            >
              {t("breaks.refuse")}
            </Button>
            <Button type="submit" disabled={!ready} loading={busy}>
              {t("breaks.grant")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
