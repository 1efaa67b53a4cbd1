/** A contact put before me: who, about what, why me, and how long I have to answer. */
import { Button } from "@mantine/core";
import { IconMessageCircle, IconPhone, IconUsers } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useContact, useQueue } from "../../../live/hooks";
import type { CallerEntity, ContactEntity, OfferEntity } from "../../../live/protocol";
import { duration, shortWhen } from "../../../ui/format";
import { clock, useNow } from "../../../ui/now";
import { ActionKeys, ariaKeys } from "../../../ui/shortcuts/Keys";
import { useKeys, useShortcut } from "../../../ui/shortcuts/useShortcut";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { useAsk } from "../hooks/useAsk";
import { wantOpen } from "../opening";
import { DeclineMenu } from "./DeclineMenu";
import classes from "./OfferCard.module.css";
import { WhySentence } from "./WhySentence";

const HURRY_MS = 7_000;

const ICONS = { contact: IconMessageCircle, call: IconPhone, consult: IconUsers } as const;

function kindOf(offer: OfferEntity, contact: ContactEntity | undefined): keyof typeof ICONS {
  return offer.kind === "contact" && contact?.channel === "voice" ? "call" : offer.kind;
}

function nameOf(contact: ContactEntity | undefined): string | undefined {
  return contact?.customer_name === "" ? undefined : contact?.customer_name;
}

interface OfferCardProps {
  offer: OfferEntity;
  /** Only the most urgent one has the keys. */
  first: boolean;
}

export function OfferCard({ offer, first }: OfferCardProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const contact = useContact(offer.contact);
  const queue = useQueue(offer.why.queue)?.name ?? "";
  const { busy, ask } = useAsk();
  const acceptKeys = useKeys("offer.accept");
  const now = useNow();
  const left = Math.max(0, offer.expires_at - Math.max(now, offer.made_at));
  const share = left / Math.max(1, offer.expires_at - offer.made_at);
  const who = nameOf(contact) ?? t("floor.offer.somebody");
  const caller = contact?.caller ?? null;
  const accept = (): void => {
    void ask(() => floor.accept(offer.id)).then((taken) => {
      if (!taken) return;
      wantOpen(offer.contact);
      void navigate({ to: "/work" });
    });
  };
  const decline = (reason = ""): void => void ask(() => floor.decline(offer.id, reason));
  useShortcut("offer.accept", accept, first);
  useShortcut("offer.decline", () => decline(), first);
  const kind = kindOf(offer, contact);
  const Icon = ICONS[kind];
  return (
    <article
      className={classes.card}
      data-first={first}
      aria-label={t("floor.offer.label", { who })}
    >
      <div className={classes.bar} style={{ transform: `scaleX(${share})` }} aria-hidden />
      <header className={classes.head}>
        <span className={classes.icon} aria-hidden>
          <Icon size={18} />
        </span>
        <span className={classes.kind}>{t(`floor.offer.kind_${kind}`, { queue })}</span>
        <Timer
          until={offer.expires_at}
          amber={HURRY_MS * 2}
          red={HURRY_MS}
          label={t("floor.offer.left")}
          className={classes.left}
        />
      </header>
      <p className={classes.who}>{who}</p>
      {caller !== null && <CallerLine caller={caller} />}
      {contact !== undefined && <Told contact={contact} consult={offer.kind === "consult"} />}
      <p className={classes.why}>
        {t("floor.offer.waited", {
          time: duration(
            Math.max(offer.why.waited_ms, clock() - (contact?.waiting_since_at ?? clock())),
          ),
        })}{" "}
        · <WhySentence why={offer.why} />
      </p>
      <div className={classes.actions}>
        <Button
          color="coral"
          px="sm"
          loading={busy}
          onClick={accept}
          aria-keyshortcuts={ariaKeys(acceptKeys)}
          rightSection={first ? <ActionKeys id="offer.accept" /> : null}
        >
          {t("floor.offer.accept")}
        </Button>
        <DeclineMenu onDecline={decline} withKey={first} />
      </div>
      <div className="visually-hidden" role="alert">
        {t("floor.offer.said", { who, queue, topic: contact?.topic ?? "" })}
      </div>
    </article>
  );
}

/** What the number says that a caller shows, and what was before. */
function CallerLine({ caller }: { caller: CallerEntity }) {
  const { t, i18n } = useTranslation();
  const known = caller.known_by;
  const isKnown = known === "number" || known === "agent";
  const when = shortWhen(caller.earlier_at ?? clock(), clock(), i18n.language);
  return (
    <p className={classes.topic}>
      {known !== "withheld" && t("floor.offer.caller", { number: caller.number })}
      {known !== "withheld" && <br />}
      {!isKnown
        ? t(`floor.offer.caller_${known}`)
        : caller.earlier === 0
          ? t("customer.no_earlier")
          : t("floor.offer.caller_earlier", { count: caller.earlier, when })}
    </p>
  );
}

/** What was said of the contact before: its topic, a colleague's question, a note left for me. */
function Told({ contact, consult }: { contact: ContactEntity; consult: boolean }) {
  const question = consult ? (contact.consult?.question ?? "") : "";
  return (
    <>
      {contact.topic !== "" && <p className={classes.topic}>{contact.topic}</p>}
      {question !== "" && <p className={classes.topic}>{question}</p>}
      {contact.note !== "" && <p className={classes.note}>{contact.note}</p>}
    </>
  );
}
