import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRight } from "../../api/session";
import { useSaid } from "../../features/conversations/answers";
import { CustomerPanel } from "../../features/customers/components/CustomerPanel";
import type { ContactEntity } from "../../live/protocol";
import classes from "./Work.module.css";

interface WorkSideProps {
  contact: ContactEntity;
  onOpen: (conversation: string) => void;
  onClose: () => void;
}

/** The customer of the contact in front, with what they filled in before the chat. */
export function WorkSide({ contact, onOpen, onClose }: WorkSideProps) {
  const { t } = useTranslation();
  const may = useRight("customer.read");
  const said = useSaid(contact.id);
  if (!may) return null;
  return (
    <aside className={classes.side} aria-label={t("customer.panel")}>
      <CloseButton
        className={classes.sideClose}
        aria-label={t("customer.hide")}
        onClick={onClose}
      />
      <CustomerPanel
        key={contact.customer}
        customer={contact.customer}
        conversation={contact.conversation}
        said={said}
        called={contact.caller !== null}
        onOpen={onOpen}
      />
    </aside>
  );
}
