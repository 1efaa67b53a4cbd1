/** Whose contact this is, how long it lasts, and everything that can be done with it. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconCheck, IconPhoneOff, IconUser, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useQueue } from "../../../live/hooks";
import type { ContactEntity } from "../../../live/protocol";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import type { ActionId } from "../../../ui/shortcuts/catalogue";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { Timer } from "../../../ui/Timer";
import { ContactDialogs, type Dialog } from "./ContactDialogs";
import classes from "./ContactHeader.module.css";
import { ContactMenu } from "./ContactMenu";

interface ContactHeaderProps {
  contact: ContactEntity;
  /** Only the one in front has the keys. */
  focused: boolean;
  onHide: (() => void) | null;
  onCustomer: (() => void) | null;
}

export function ContactHeader({ contact, focused, onHide, onCustomer }: ContactHeaderProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queue = useQueue(contact.queue)?.name ?? "";
  const [dialog, setDialog] = useState<Dialog>(null);
  const mine = contact.agent === me.id && contact.state === "active";
  useShortcut("contact.transfer", () => setDialog("transfer"), focused && mine);
  useShortcut("contact.consult", () => setDialog("consult"), focused && mine && !contact.consult);
  useShortcut("contact.end", () => setDialog("end"), focused && mine);
  useShortcut("contact.explain", () => setDialog("explain"), focused);
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        <h2 className={classes.name}>{contact.customer_name || t("customer.unknown")}</h2>
        <span className={classes.meta}>
          {[queue, contact.topic, contact.language.toUpperCase()].filter(Boolean).join(" · ")}
          {contact.answered_at !== null && (
            <>
              {" · "}
              <Timer since={contact.answered_at} label={t("floor.contacts.handled")} />
            </>
          )}
        </span>
      </div>
      {onCustomer !== null && (
        <Tooltip label={<Hint text={t("customer.show")} id="contact.customer" />}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("customer.show")}
            onClick={onCustomer}
          >
            <IconUser size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      {mine && (
        <Tooltip label={<Hint text={t("floor.transfer.name")} id="contact.transfer" />}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("floor.transfer.name")}
            onClick={() => setDialog("transfer")}
          >
            <IconArrowsExchange size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      <ContactMenu mine={mine} consulting={contact.consult !== null} onChoose={setDialog} />
      {mine && (
        <Tooltip label={<Hint text={t("floor.end.hint")} id="contact.end" />}>
          <Button
            size="xs"
            variant="default"
            leftSection={
              contact.channel === "voice" ? <IconPhoneOff size={15} /> : <IconCheck size={15} />
            }
            onClick={() => setDialog("end")}
          >
            {t("floor.end.name")}
          </Button>
        </Tooltip>
      )}
      {onHide !== null && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("floor.actions.hide", { who: contact.customer_name })}
          onClick={onHide}
        >
          <IconX size={17} />
        </ActionIcon>
      )}
      <ContactDialogs contact={contact} dialog={dialog} onClose={() => setDialog(null)} />
    </header>
  );
}

function Hint({ text, id }: { text: string; id: ActionId }) {
  return (
    <>
      {text} <ActionKeys id={id} />
    </>
  );
}
