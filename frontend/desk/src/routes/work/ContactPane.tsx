/** One contact being worked on: header, messages, and the composer or the closing panel. */
import { useTranslation } from "react-i18next";
import type { OwnMessageKind } from "@onqueue/api/models";
import { useCentre } from "../../api/lists";
import { useMe } from "../../api/session";
import { Composer } from "../../features/conversations/components/Composer";
import { MessageList } from "../../features/conversations/components/MessageList";
import { VisitorsBar } from "../../features/conversations/components/VisitorsBar";
import { ClosingPanel } from "../../features/floor/components/ClosingPanel";
import { ConsultBar } from "../../features/floor/components/ConsultBar";
import { ContactHeader } from "../../features/floor/components/ContactHeader";
import { KeptPlace } from "../../features/floor/components/KeptPlace";
import { NoteBar } from "../../features/floor/components/NoteBar";
import { ContactCall } from "./ContactCall";
import { useQueue } from "../../live/hooks";
import type { ContactEntity } from "../../live/protocol";
import { useThread } from "../../live/threads";
import classes from "./Work.module.css";

interface ContactPaneProps {
  contact: ContactEntity;
  focused: boolean;
  onFocus: () => void;
  onHide: (() => void) | null;
  /** Shows the customer beside it, when that is hidden. */
  onCustomer: (() => void) | null;
}

const OWNER: readonly OwnMessageKind[] = ["reply", "note"];
/** For who helps; and for the owner of a call by telephone, whose customer cannot read. */
const NOTES: readonly OwnMessageKind[] = ["note"];

export function ContactPane({ contact, focused, onFocus, onHide, onCustomer }: ContactPaneProps) {
  const { t } = useTranslation();
  const me = useMe();
  const view = useThread(contact.conversation);
  const queue = useQueue(contact.queue)?.name ?? "";
  const centre = useCentre().data?.name ?? "";
  const owner = contact.agent === me.id;
  const closing = owner && contact.state === "wrap_up";
  return (
    <section
      className={classes.pane}
      data-focused={focused}
      aria-label={t("floor.pane", { who: contact.customer_name })}
      onFocusCapture={onFocus}
      onPointerDownCapture={onFocus}
    >
      <ContactHeader contact={contact} focused={focused} onHide={onHide} onCustomer={onCustomer} />
      <ContactCall contact={contact} focused={focused} />
      <ConsultBar contact={contact} />
      <NoteBar note={contact.note} />
      <KeptPlace kept={contact.keeps_place} />
      <VisitorsBar visitors={contact.visitors} />
      <MessageList
        key={contact.conversation}
        conversation={contact.conversation}
        view={view}
        customerName={contact.customer_name}
        tellCustomer={owner}
      />
      {closing ? (
        <ClosingPanel key={contact.id} contact={contact} focused={focused} />
      ) : (
        <Composer
          key={contact.conversation}
          conversation={contact.conversation}
          kinds={owner && contact.caller === null ? OWNER : NOTES}
          focused={focused}
          context={{
            customer: contact.customer_name,
            agent: me.name,
            queue,
            centre,
          }}
          where={{ queue: contact.queue, language: contact.language }}
        />
      )}
    </section>
  );
}
