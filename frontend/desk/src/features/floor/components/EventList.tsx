import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { spoken } from "../../../i18n/i18n";
import { dayOf, sameDay, timeToSecond } from "../../../ui/format";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { useContactEvents } from "../api";
import classes from "./Timeline.module.css";

/** What happened to a contact, from the journal. */
export function EventList({ contact }: { contact: string }) {
  const { t, i18n } = useTranslation();
  const events = useContactEvents(contact, spoken(i18n.language));
  if (events.isError) {
    return <ErrorState error={events.error} retry={() => void events.refetch()} />;
  }
  if (events.data === undefined) return <Loading />;
  if (events.data.length === 0) return <EmptyState title={t("floor.events.none")} />;
  return (
    <ol className={classes.list}>
      {events.data.map((event, index, all) => (
        <Fragment key={event.seq}>
          {!sameDay(event.at, all[index - 1]?.at ?? 0) && (
            <li className={classes.day}>{dayOf(event.at, i18n.language)}</li>
          )}
          <li className={classes.item}>
            <time className="tnum" dateTime={new Date(event.at).toISOString()}>
              {timeToSecond(event.at, i18n.language)}
            </time>
            <span>{event.text}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
