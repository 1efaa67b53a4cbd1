import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { hasRight, useMe } from "../../api/session";
import { useMyContacts } from "../../live/hooks";
import { useUnread } from "../../live/unread";
import { NAV } from "../nav";
import { Logo } from "../../ui/Logo";
import classes from "./Rail.module.css";

export function Rail() {
  const { t } = useTranslation();
  const me = useMe();
  const unread = useUnread(useMyContacts(me.id), me.id);
  return (
    <nav className={classes.rail} aria-label={t("common.shell.navigation")}>
      <Link to="/" className={classes.logo} aria-label={t("common.shell.home")}>
        <Logo size={30} />
      </Link>
      <ul className={classes.list}>
        {NAV.filter((entry) => hasRight(me, ...entry.rights)).map((entry) => (
          <li key={entry.to}>
            <Link to={entry.to} className={classes.entry} activeProps={{ "data-active": true }}>
              <entry.icon size={20} stroke={1.7} aria-hidden />
              <span className={classes.label}>{t(`common.nav.${entry.label}`)}</span>
              {entry.to === "/work" && unread > 0 && (
                <span className={`${classes.unread} tnum`}>
                  {unread > 99 ? "99+" : unread}
                  <span className="visually-hidden"> {t("floor.contacts.unread")}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
