import { useTranslation } from "react-i18next";
import type { Contact } from "@onqueue/api/models";
import { useAgentNames, useQueues, useWrapUpCodes } from "../../api/directory";
import { useSaid } from "../../features/conversations/answers";
import { useContact } from "../../live/hooks";
import { dateTime, duration } from "../../ui/format";
import classes from "./Contact.module.css";
import { knownOf, waitedFor, type Known } from "./facts";

/** What is known of a contact, in the order in which it came to be known. */
export function ContactFacts({ id, contact }: { id: string; contact: Contact | undefined }) {
  const known = knownOf(contact, useContact(id));
  const said = useSaid(id);
  if (known.state === null) return null;
  return (
    <dl className={classes.facts}>
      <Beginning known={known} />
      {contact !== undefined && <Ending contact={contact} />}
      {said
        .filter(({ key }) => key !== "topic")
        .map(({ key, question, answer }) => (
          <Fact key={key} name={question} value={answer} />
        ))}
    </dl>
  );
}

function Beginning({ known }: { known: Known }) {
  const { t, i18n } = useTranslation();
  const queues = useQueues().data ?? [];
  const names = useAgentNames();
  const waited = waitedFor(known);
  const state = known.state ?? "";
  return (
    <>
      <Fact
        name={t("board.state")}
        value={t(`board.contact_state.${state as "active"}`, { defaultValue: state })}
      />
      <Fact name={t("board.queue")} value={queues.find((one) => one.id === known.queue)?.name} />
      <Fact
        name={t("board.agent")}
        value={known.agent === null ? null : (names.get(known.agent) ?? known.agent)}
      />
      <Fact name={t("board.topic")} value={known.topic} />
      <Fact
        name={t("board.arrived")}
        value={known.arrived_at === null ? null : dateTime(known.arrived_at, i18n.language)}
      />
      <Fact name={t("board.answered_after")} value={waited === null ? null : duration(waited)} />
    </>
  );
}

function Ending({ contact }: { contact: Contact }) {
  const { t, i18n } = useTranslation();
  const codes = useWrapUpCodes().data ?? [];
  const when = (at: number | null): string | null =>
    at === null ? null : dateTime(at, i18n.language);
  const { csat, csat_comment: comment, wrap_up_code: code } = contact;
  return (
    <>
      <Fact name={t("board.ended")} value={when(contact.ended_at)} />
      <Fact name={t("board.closed_at")} value={when(contact.closed_at)} />
      <Fact name={t("board.code")} value={codes.find((one) => one.id === code)?.name ?? code} />
      <Fact name={t("board.rating")} value={csat === null ? null : `${csat} / 5 ${comment}`} />
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  if (value === null || value === undefined || value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="tnum">{value}</dd>
    </div>
  );
}
