import { useTranslation } from "react-i18next";
import type { ContactEntity } from "../../../live/protocol";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { floor } from "../api";

interface RequeueDialogProps {
  contact: ContactEntity;
  onClose: () => void;
}

/** Puts the contact back at the head of its line, and says why. */
export function RequeueDialog({ contact, onClose }: RequeueDialogProps) {
  const { t } = useTranslation();
  return (
    <ReasonDialog
      title={t("floor.requeue.title")}
      label={t("floor.requeue.reason")}
      hint={t("floor.requeue.hint")}
      confirm={t("floor.requeue.submit")}
      lengthMax={200}
      size="sm"
      run={(reason) => floor.requeue(contact.id, reason)}
      onClose={onClose}
    />
  );
}
