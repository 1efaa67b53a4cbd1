import { useTranslation } from "react-i18next";
import type { Contact } from "@onqueue/api/models";
import { useAgentNames, useQueues, useWrapUpCodes } from "../../api/directory";
import { useContact } from "../../live/hooks";
import { dateTime, duration } from "../../ui/format";
import classes from "./Contact.module.css";

/** What is known of a contact, in the order in which it came to be known. */
export function ContactFacts({ id, contact }: { id: string; contact: Contact | undefined }) {
  const { t, i18n } = useTranslation();
  const live = useContact(id);
  const queues = useQueues().data ?? [];
  const codes = useWrapUpCodes().data ?? [];
  const names = useAgentNames();
  if (contact === undefined && live === undefined) return null;
  const state = live?.state ?? contact?.state;
  const arrived = live?.arrived_at ?? contact?.arrived_at ?? null;
  const answered = live?.answered_at ?? contact?.answered_at ?? null;
  const when = (at: number | null | undefined): string | null =>
    at == null ? null : dateTime(at, i18n.language);
  const agent = live?.agent ?? contact?.agent ?? null;
  const code = codes.find((one) => one.id === contact?.wrap_up_code)?.name;
  const rating = contact?.csat == null ? null : `${contact.csat} / 5 ${contact.csat_comment ?? ""}`;
  const facts: [string, string | null | undefined][] = [
    [t("board.state"), state == null ? null : t(`board.contact_state.${state as "active"}`, { defaultValue: state })],
    [t("board.queue"), queues.find((one) => one.id === (live?.queue ?? contact?.queue))?.name],
    [t("board.agent"), agent === null ? null : (names.get(agent) ?? agent)],
    [t("board.topic"), live?.topic ?? contact?.topic],
    [t("board.arrived"), when(arrived)],
    [t("board.answered_after"), arrived !== null && answered !== null ? duration(answered - arrived) : null],
    [t("board.ended"), when(contact?.ended_at)],
    [t("board.closed_at"), when(contact?.closed_at)],
    [t("board.code"), code ?? contact?.wrap_up_code],
    [t("board.rating"), rating],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) =>
        value == null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="tnum">{value}</dd>
          </div>
        ),
      )}
      {Object.entries(contact?.form ?? {})
        .filter(([key]) => key !== "topic")
        .map(([key, value]) => (
          <div key={key}>
            <dt>{key.replaceAll("_", " ")}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
