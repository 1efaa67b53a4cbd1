import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { hasRight, useMe } from "../../api/session";
import { NAV } from "../nav";
import { Logo } from "../../ui/Logo";
import classes from "./Rail.module.css";

export function Rail() {
  const { t } = useTranslation();
  const me = useMe();
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
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
