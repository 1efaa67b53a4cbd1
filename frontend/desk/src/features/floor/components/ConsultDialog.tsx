/** Asks a colleague to look at the contact; the customer does not see them. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import { ActDialog } from "../../../ui/ActDialog";
import { floor, useTargets } from "../api";
import { agentTargets } from "../targets";
import { NoteField } from "./NoteField";
import { TargetPicker, type Target } from "./TargetPicker";

interface ConsultDialogProps {
  contact: ContactEntity;
  onClose: () => void;
}

export function ConsultDialog({ contact, onClose }: ConsultDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const targets = useTargets(true);
  const [target, setTarget] = useState<Target | null>(null);
  const [question, setQuestion] = useState("");
  const consult = async (): Promise<void> => {
    if (target === null) return;
    await floor.consult(contact.id, { agent: target.id, question: question.trim() });
  };
  return (
    <ActDialog
      title={t("floor.consult.title")}
      confirm={t("floor.consult.submit")}
      ready={target !== null}
      needs={targets}
      run={consult}
      onClose={onClose}
    >
      <TargetPicker
        label={t("floor.consult.who")}
        targets={agentTargets(targets.data?.agents ?? [], t, me.id)}
        value={target}
        onChange={setTarget}
      />
      <NoteField
        label={t("floor.consult.question")}
        hint={t("floor.consult.question_hint")}
        value={question}
        onChange={setQuestion}
      />
    </ActDialog>
  );
}
