import { useTranslation } from "react-i18next";
import type { ContactEntity } from "../../../live/protocol";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { floor } from "../api";
import { ConsultDialog } from "./ConsultDialog";
import { ExplainDialog } from "./ExplainDialog";
import { RequeueDialog } from "./RequeueDialog";
import { TransferDialog } from "./TransferDialog";

export type Dialog = "transfer" | "consult" | "requeue" | "end" | "explain" | null;

interface ContactDialogsProps {
  contact: ContactEntity;
  dialog: Dialog;
  onClose: () => void;
}

export function ContactDialogs({ contact, dialog, onClose }: ContactDialogsProps) {
  const { t } = useTranslation();
  return (
    <>
      {dialog === "transfer" && <TransferDialog contact={contact} onClose={onClose} />}
      {dialog === "consult" && <ConsultDialog contact={contact} onClose={onClose} />}
      {dialog === "requeue" && <RequeueDialog contact={contact} onClose={onClose} />}
      {dialog === "explain" && <ExplainDialog contact={contact.id} onClose={onClose} />}
      <ConfirmDialog
        opened={dialog === "end"}
        onClose={onClose}
        title={t("floor.end.title", { who: contact.customer_name })}
        confirm={t("floor.end.confirm")}
        onConfirm={() => floor.end(contact.id)}
      >
        {t("floor.end.text")}
      </ConfirmDialog>
    </>
  );
}
