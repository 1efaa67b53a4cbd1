/** Acts on a contact that need a reason: moving it in its line, and taking it over. */
import { Radio, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent } from "../../../live/hooks";
import type { ContactEntity } from "../../../live/protocol";
import { NumberField } from "../../../ui/form/NumberField";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { steer } from "../api";

interface DialogProps {
  contact: ContactEntity;
  onClose: () => void;
}

const STEP = 10;

export function PriorityDialog({ contact, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [priority, setPriority] = useState(Math.min(100, contact.priority + STEP));
  const quick = [
    { value: String(Math.min(100, contact.priority + STEP)), label: t("board.priority.up") },
    { value: String(contact.priority), label: t("board.priority.same") },
    { value: String(Math.max(-100, contact.priority - STEP)), label: t("board.priority.down") },
  ];
  return (
    <ReasonDialog
      title={t("board.priority.title", { name: contact.customer_name })}
      label={t("board.reason")}
      hint={t("board.priority.hint")}
      confirm={t("board.priority.do")}
      done={t("board.priority.done", { name: contact.customer_name })}
      run={(reason) => steer.prioritise(contact.id, priority, reason)}
      onClose={onClose}
    >
      <SegmentedControl
        fullWidth
        aria-label={t("board.priority.direction")}
        data={quick}
        value={String(priority)}
        onChange={(value) => setPriority(Number(value))}
      />
      <NumberField
        label={t("board.priority.value")}
        description={t("board.priority.now", { value: contact.priority })}
        min={-100}
        max={100}
        allowNegative
        value={priority}
        onChange={setPriority}
      />
    </ReasonDialog>
  );
}

const SIGNING_ON = ["back_office", "on_queue"] as const;

export function TakeOverDialog({ contact, onClose, agent }: DialogProps & { agent: string }) {
  const { t } = useTranslation();
  const off = useAgent(useMe().id)?.state === "off";
  const [state, setState] = useState<(typeof SIGNING_ON)[number]>("back_office");
  return (
    <ReasonDialog
      title={t("board.take_over.title", { name: contact.customer_name })}
      label={t("board.reason")}
      hint={t("board.take_over.hint")}
      confirm={t("board.take_over.do")}
      done={t("board.take_over.done", { name: contact.customer_name })}
      danger
      run={(reason) => steer.takeOver(contact.id, { reason, state: off ? state : null })}
      onClose={onClose}
    >
      <Text size="sm">
        {agent === "" ? t("board.take_over.text_waiting") : t("board.take_over.text", { agent })}
      </Text>
      {off && (
        <Radio.Group
          label={t("board.take_over.off")}
          description={t("board.take_over.off_hint")}
          value={state}
          onChange={setState}
        >
          <Stack gap="xs" mt="xs">
            {SIGNING_ON.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`common.state.${one}`)}
                description={t(`board.take_over.as.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </ReasonDialog>
  );
}
