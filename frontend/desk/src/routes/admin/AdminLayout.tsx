/** The frame of administration: its own menu beside the page. */
import { NativeSelect } from "@mantine/core";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { hasRight, useMe } from "../../api/session";
import classes from "./Admin.module.css";
import { ADMIN, type AdminEntry } from "./sections";

export function AdminLayout() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const groups = ADMIN.map((group) => ({
    ...group,
    entries: group.entries.filter((entry) => hasRight(me, entry.right)),
  })).filter((group) => group.entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const here = entries.find(
    ({ to, also }) => path.includes(to) || (also !== undefined && path.includes(also)),
  );
  return (
    <div className={classes.layout}>
      <nav className={classes.menu} aria-label={t("admin.menu")}>
        {groups.map((group) => (
          <div key={group.label} className={classes.group}>
            <p className={classes.groupName}>{t(`admin.group.${group.label}`)}</p>
            <ul>
              {group.entries.map((entry) => (
                <li key={entry.to}>
                  <Link
                    to={entry.to}
                    className={classes.entry}
                    data-active={entry === here || undefined}
                  >
                    <entry.icon size={17} stroke={1.7} aria-hidden />
                    {t(`admin.nav.${entry.label}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <NativeSelect
        className={classes.picker}
        aria-label={t("admin.menu")}
        value={here?.to ?? ""}
        data={groups.map((group) => ({
          group: t(`admin.group.${group.label}`),
          items: group.entries.map((entry) => ({
            value: entry.to,
            label: t(`admin.nav.${entry.label}`),
          })),
        }))}
        onChange={(event) => void navigate({ to: event.currentTarget.value as AdminEntry["to"] })}
      />
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}
