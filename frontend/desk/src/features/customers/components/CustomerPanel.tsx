/** Who this is, what we know, and what happened before. */
import { Avatar } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRight } from "../../../api/session";
import { dateTime, initials } from "../../../ui/format";
import { ErrorState, Loading } from "../../../ui/states";
import { useCustomer } from "../api";
import { CallerBox } from "./CallerBox";
import { CustomerDetails } from "./CustomerDetails";
import { CustomerOwner } from "./CustomerOwner";
import classes from "./CustomerPanel.module.css";
import { EarlierConversations } from "./EarlierConversations";

interface CustomerPanelProps {
  customer: string;
  /** The one that is open beside it, left out of the earlier ones. */
  conversation: string | null;
  /** What was asked before the chat, and answered. */
  said?: readonly { key: string; question: string; answer: string }[];
  onOpen: (conversation: string) => void;
  /** Whether the conversation beside it is a telephone call. */
  called?: boolean;
}

export function CustomerPanel({
  customer,
  conversation,
  said = [],
  onOpen,
  called,
}: CustomerPanelProps) {
  const { t, i18n } = useTranslation();
  const found = useCustomer(customer);
  const canEdit = useRight("customer.edit");
  if (found.isError) {
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  }
  if (found.data === undefined) return <Loading />;
  const person = found.data;
  const name = person.name || t("customer.unknown");
  return (
    <div className={classes.panel}>
      <header className={classes.head}>
        <Avatar size={40} color="petrol" radius="xl">
          {initials(name)}
        </Avatar>
        <div>
          <h2 className={classes.name}>{name}</h2>
          <span className={classes.since}>
            {t("customer.since", { date: dateTime(person.created_at, i18n.language) })}
          </span>
        </div>
      </header>
      {called === true && conversation !== null && (
        <CallerBox conversation={conversation} canEdit={canEdit} />
      )}
      <CustomerDetails key={person.id} customer={person} canEdit={canEdit} />
      <CustomerOwner customer={person} canEdit={canEdit} />
      {said.length > 0 && (
        <section className={classes.section} aria-label={t("customer.form")}>
          <h3 className={classes.title}>{t("customer.form")}</h3>
          <dl className={classes.facts}>
            {said.map(({ key, question, answer }) => (
              <div key={key}>
                <dt>{question}</dt>
                <dd>{answer}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <EarlierConversations customer={customer} conversation={conversation} onOpen={onOpen} />
    </div>
  );
}
