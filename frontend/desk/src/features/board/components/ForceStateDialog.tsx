/** Puts somebody into a state. They see who did it and why. */
import { Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenState } from "@onqueue/api/models";
import type { AgentEntity } from "../../../live/protocol";
import { AGENT_STATES, Presence } from "../../../ui/Presence";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { steer } from "../api";

interface ForceStateDialogProps {
  agent: AgentEntity;
  onClose: () => void;
}

export function ForceStateDialog({ agent, onClose }: ForceStateDialogProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<ChosenState | null>(null);
  const force = async (reason: string): Promise<void> => {
    if (state !== null) await steer.force(agent.id, state, reason);
  };
  return (
    <ReasonDialog
      title={t("board.force.title", { name: agent.name })}
      label={t("board.reason")}
      hint={t("board.force.hint", { name: agent.name })}
      confirm={t("board.force.do")}
      done={
        state === null
          ? undefined
          : t("board.force.done", { name: agent.name, state: t(`common.state.${state}`) })
      }
      ready={state !== null}
      danger
      size="sm"
      run={force}
      onClose={onClose}
    >
      <Radio.Group
        label={t("board.force.state")}
        value={state ?? ""}
        onChange={(value) => setState(value as ChosenState)}
      >
        <Stack gap="xs" mt={6}>
          {AGENT_STATES.filter((one) => one !== agent.state).map((one, index) => (
            <Radio
              key={one}
              value={one}
              label={<Presence state={one} label />}
              data-autofocus={index === 0 ? true : undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {state === "off" && agent.contacts.length > 0 && (
        <Text size="sm">{t("board.force.has_contacts", { count: agent.contacts.length })}</Text>
      )}
    </ReasonDialog>
  );
}
