/** My contacts as tabs, where the window is too narrow for the list. */
import { useTranslation } from "react-i18next";
import type { ContactEntity } from "../../live/protocol";
import classes from "./Work.module.css";

interface ContactTabsProps {
  contacts: ContactEntity[];
  focused: string | null;
  onOpen: (id: string) => void;
}

export function ContactTabs({ contacts, focused, onOpen }: ContactTabsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.tabs} role="group" aria-label={t("floor.contacts.title")}>
      {contacts.map((contact) => (
        <button
          key={contact.id}
          type="button"
          aria-pressed={contact.id === focused}
          onClick={() => onOpen(contact.id)}
        >
          {contact.customer_name}
        </button>
      ))}
    </div>
  );
}
