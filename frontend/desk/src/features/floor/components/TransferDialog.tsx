/** Gives a contact to a queue or a person, with a note for whoever takes it. */
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { ActDialog } from "../../../ui/ActDialog";
import { floor, useTargets } from "../api";
import { agentTargets, queueTargets } from "../targets";
import { NoteField } from "./NoteField";
import { TargetPicker, type Target } from "./TargetPicker";

interface DialogProps {
  contact: ContactEntity;
  onClose: () => void;
}

export function TransferDialog({ contact, onClose }: DialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const targets = useTargets(true);
  const [target, setTarget] = useState<Target | null>(null);
  const [queue, setQueue] = useState<string>(contact.queue);
  const [note, setNote] = useState("");
  const { queues, agents } = targets.data ?? { queues: [], agents: [] };
  const transfer = async (): Promise<void> => {
    if (target === null) return;
    await floor.transfer(contact.id, {
      queue: target.kind === "queue" ? target.id : queue,
      target: target.kind === "agent" ? target.id : null,
      note: note.trim(),
    });
  };
  return (
    <ActDialog
      title={t("floor.transfer.title", { who: contact.customer_name })}
      confirm={t("floor.transfer.submit")}
      done={t("floor.transfer.done", { name: target?.name ?? "" })}
      ready={target !== null}
      needs={targets}
      run={transfer}
      onClose={onClose}
    >
      <TargetPicker
        label={t("floor.transfer.to")}
        targets={[...queueTargets(queues, t), ...agentTargets(agents, t, me.id)]}
        value={target}
        onChange={setTarget}
      />
      {target?.kind === "agent" && (
        <Select
          label={t("floor.transfer.fallback")}
          description={t("floor.transfer.fallback_hint")}
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={queue}
          allowDeselect={false}
          onChange={(value) => setQueue(value ?? contact.queue)}
        />
      )}
      <NoteField
        label={t("floor.transfer.note")}
        hint={t("floor.transfer.note_hint")}
        value={note}
        onChange={setNote}
      />
    </ActDialog>
  );
}
