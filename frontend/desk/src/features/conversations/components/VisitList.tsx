import { useTranslation } from "react-i18next";
import { dateTime, duration } from "../../../ui/format";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { useVisits } from "../api";
import classes from "./Timeline.module.css";

/** Who looked into a conversation, when and for how long. */
export function VisitList({ conversation }: { conversation: string }) {
  const { t, i18n } = useTranslation();
  const visits = useVisits(conversation);
  if (visits.isError) {
    return <ErrorState error={visits.error} retry={() => void visits.refetch()} />;
  }
  if (visits.data === undefined) return <Loading />;
  if (visits.data.length === 0) return <EmptyState title={t("conversation.no_visits")} />;
  return (
    <ol className={classes.list}>
      {visits.data.map((visit) => (
        <li key={visit.id} className={classes.item}>
          <time>{dateTime(visit.opened_at, i18n.language)}</time>
          <span>
            {t(`conversation.visitor.${visit.mode}`, { who: visit.name })}
            {visit.closed_at !== null && (
              <small> · {duration(visit.closed_at - visit.opened_at)}</small>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
