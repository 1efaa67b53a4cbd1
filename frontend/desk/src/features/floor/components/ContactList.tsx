/** My contacts, with what is unread, how long the customer has waited, and what is being finished. */
import { IconChecklist } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent } from "../../../live/hooks";
import type { ContactEntity } from "../../../live/protocol";
import { EmptyState } from "../../../ui/states";
import classes from "./ContactList.module.css";
import { ContactItem } from "./ContactItem";

interface ContactListProps {
  contacts: ContactEntity[];
  shown: readonly string[];
  focused: string | null;
  onOpen: (contact: string) => void;
}

export function ContactList({ contacts, shown, focused, onOpen }: ContactListProps) {
  const { t } = useTranslation();
  const me = useMe();
  const agent = useAgent(me.id);
  const capacity = agent?.capacity["chat"] ?? 0;
  const used = agent?.used["chat"] ?? 0;
  return (
    <section className={classes.section} aria-label={t("floor.contacts.title")}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t("floor.contacts.title")}</h2>
        {capacity > 0 && (
          <span className={classes.capacity}>
            <span className="tnum">{t("floor.contacts.capacity", { used, capacity })}</span>
            <span className={classes.slots} aria-hidden>
              {Array.from({ length: capacity }, (_, index) => (
                <i key={index} data-used={index < used} />
              ))}
            </span>
          </span>
        )}
      </header>
      {contacts.length === 0 ? (
        <EmptyState
          icon={<IconChecklist size={22} />}
          title={t(agent?.state === "on_queue" ? "floor.contacts.none" : "floor.contacts.none_off")}
        >
          {t(
            agent?.state === "on_queue"
              ? "floor.contacts.none_hint"
              : "floor.contacts.none_off_hint",
          )}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {contacts.map((contact) => (
            <li key={contact.id}>
              <ContactItem
                contact={contact}
                shown={shown.includes(contact.id)}
                focused={focused === contact.id}
                onOpen={() => onOpen(contact.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
