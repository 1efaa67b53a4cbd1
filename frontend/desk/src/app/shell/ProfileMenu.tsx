import { Avatar, Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconSunMoon,
} from "@tabler/icons-react";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { MePatch } from "@onqueue/api/models";
import { setMe, useMe } from "../../api/session";
import { languages, setLanguage } from "../../i18n/i18n";
import { trays } from "../../features/conversations/trays";
import { outbox } from "../../live/sending";
import { useMyContacts } from "../../live/hooks";
import { live } from "../../live/store";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { initials } from "../../ui/format";
import { toastProblem } from "../../ui/toast";
import classes from "./TopBar.module.css";

const THEMES = [
  { theme: "auto", icon: IconSunMoon },
  { theme: "light", icon: IconSun },
  { theme: "dark", icon: IconMoon },
] as const;

async function save(part: MePatch): Promise<void> {
  try {
    setMe(await unwrap(api.PATCH("/api/me", { body: part })));
  } catch (error) {
    toastProblem(error);
  }
}

export function ProfileMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const open = useMyContacts(me.id).length;
  const [asking, setAsking] = useState(false);
  const signOut = async (): Promise<void> => {
    try {
      await api.DELETE("/api/session");
      live.link.stop();
      outbox.clear();
      sessionStorage.clear();
      trays.forget();
      // From the beginning: nothing of this person, nor where they were, is left for the next.
      window.location.assign(`${router.options.basepath ?? ""}/sign-in`);
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button type="button" className={classes.avatar}>
            <span className="visually-hidden">{t("common.profile.open", { name: me.name })}</span>
            <Avatar size={32} color="petrol" variant="filled" name={me.name}>
              {initials(me.name)}
            </Avatar>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--oq-ink)" truncate>
              {me.name}
            </Text>
            <Text size="xs" truncate>
              {me.email}
            </Text>
          </Menu.Label>
          <Menu.Item
            leftSection={<IconSettings size={16} />}
            onClick={() => void navigate({ to: "/settings" })}
          >
            {t("common.profile.settings")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t("common.profile.theme")}</Menu.Label>
          {THEMES.map(({ theme, icon: Icon }) => (
            <Menu.Item
              key={theme}
              leftSection={<Icon size={16} />}
              rightSection={me.theme === theme ? <IconCheck size={14} /> : null}
              onClick={() => {
                setColorScheme(theme);
                void save({ theme });
              }}
            >
              {t(`common.theme.${theme}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t("common.profile.language")}</Menu.Label>
          {languages.map(({ code, name }) => (
            <Menu.Item
              key={code}
              lang={code}
              rightSection={i18n.language === code ? <IconCheck size={14} /> : null}
              onClick={() => {
                void setLanguage(code);
                void save({ language: code });
              }}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            onClick={() => (open > 0 ? setAsking(true) : void signOut())}
          >
            {t("common.profile.sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("common.profile.sign_out_title")}
        confirm={t("common.profile.sign_out")}
        danger
        onConfirm={signOut}
      >
        {t("common.profile.sign_out_open", { count: open })}
      </ConfirmDialog>
    </>
  );
}
