/** The way in: a calm half with the name, and a half with what is asked. */
import { Group, Menu, UnstyledButton } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { languages, setLanguage } from "../../../i18n/i18n";
import { Logo } from "../../../ui/Logo";
import classes from "./Door.module.css";

export function DoorFrame({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <div className={classes.door}>
      <aside className={classes.side}>
        <Group gap="sm">
          <Logo size={34} />
          <span className={classes.name}>Onqueue</span>
        </Group>
        <p className={classes.claim}>{t("identity.claim")}</p>
        <svg className={classes.rings} viewBox="0 0 400 400" aria-hidden>
          {[60, 100, 140, 180].map((radius) => (
            <circle key={radius} cx="200" cy="200" r={radius} />
          ))}
          <path d="M243 243 L328 328" />
        </svg>
      </aside>
      <main className={classes.main}>
        <div className={classes.top}>
          <Menu position="bottom-end">
            <Menu.Target>
              <UnstyledButton className={classes.language}>
                <IconLanguage size={17} aria-hidden />
                <span className="visually-hidden">{t("identity.language")}</span>
                {languages.find(({ code }) => code === i18n.language)?.name}
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              {languages.map(({ code, name }) => (
                <Menu.Item key={code} lang={code} onClick={() => void setLanguage(code)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
        <div className={classes.content}>{children}</div>
      </main>
    </div>
  );
}
