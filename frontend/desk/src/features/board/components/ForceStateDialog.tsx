/** Puts somebody into a state. They see who did it and why. */
import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenState } from "@onqueue/api/models";
import { useFocusBack } from "../../../ui/focus";
import type { AgentEntity } from "../../../live/protocol";
import { AGENT_STATES, Presence } from "../../../ui/Presence";
import { problemText } from "../../../ui/problems";
import { toastGood } from "../../../ui/toast";
import { steer } from "../api";

interface ForceStateDialogProps {
  agent: AgentEntity;
  onClose: () => void;
}

export function ForceStateDialog({ agent, onClose }: ForceStateDialogProps) {
  const { t } = useTranslation();
  useFocusBack();
  const [state, setState] = useState<ChosenState | null>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const ready = state !== null && reason.trim() !== "";
  const submit = async (): Promise<void> => {
    if (state === null) return;
    setBusy(true);
    setError(null);
    try {
      await steer.force(agent.id, state, reason.trim());
      toastGood(t("board.force.done", { name: agent.name, state: t(`common.state.${state}`) }));
      onClose();
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("board.force.title", { name: agent.name })} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void submit();
        }}
      >
        <Stack gap="md">
          <Radio.Group
            label={t("board.force.state")}
            value={state ?? ""}
            onChange={(value) => setState(value as ChosenState)}
          >
            <Stack gap="xs" mt={6}>
              {AGENT_STATES.filter((one) => one !== agent.state).map((one) => (
                <Radio key={one} value={one} label={<Presence state={one} label />} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label={t("board.reason")}
            description={t("board.force.hint", { name: agent.name })}
            maxLength={500}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {state === "off" && agent.contacts.length > 0 && (
            <Text size="sm">{t("board.force.has_contacts", { count: agent.contacts.length })}</Text>
          )}
          {error !== null && (
            <Alert color="coral" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" color="coral" disabled={!ready} loading={busy}>
              {t("board.force.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
