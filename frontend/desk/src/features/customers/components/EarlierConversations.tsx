import { useTranslation } from "react-i18next";
import { useAgentNames } from "../../../api/directory";
import { shortWhen } from "../../../ui/format";
import { useSlowNow } from "../../../ui/now";
import { ErrorState, Loading } from "../../../ui/states";
import { useEarlier } from "../api";
import classes from "./CustomerPanel.module.css";

interface EarlierProps {
  customer: string;
  conversation: string | null;
  onOpen: (conversation: string) => void;
}

export function EarlierConversations({ customer, conversation, onOpen }: EarlierProps) {
  const { t, i18n } = useTranslation();
  const now = useSlowNow();
  const agents = useAgentNames();
  const earlier = useEarlier(customer);
  const rows = earlier.data?.items.filter((row) => row.id !== conversation);
  return (
    <section className={classes.section} aria-label={t("customer.earlier")}>
      <h3 className={classes.title}>{t("customer.earlier")}</h3>
      {earlier.isError ? (
        <ErrorState error={earlier.error} retry={() => void earlier.refetch()} />
      ) : rows === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <p className={classes.none}>{t("customer.no_earlier")}</p>
      ) : (
        <ul className={classes.earlier}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" className={classes.row} onClick={() => onOpen(row.id)}>
                <span className={classes.rowTop}>
                  <span>{row.topic ?? t("customer.conversation")}</span>
                  <time className="tnum">{shortWhen(row.opened_at, now, i18n.language)}</time>
                </span>
                <span className={classes.rowText}>
                  {[
                    agents.get(row.agent ?? ""),
                    t("customer.messages", { count: row.messages }),
                    row.csat === null ? null : `${row.csat}/5`,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
