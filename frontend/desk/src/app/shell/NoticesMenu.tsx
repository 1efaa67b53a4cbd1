import { ActionIcon, Button, Indicator, Popover, ScrollArea, Text, Tooltip } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { notices, useNotices } from "../../live/notices";
import { timeOfDay } from "../../ui/format";
import { useShortcut } from "../../ui/shortcuts/useShortcut";
import type { Alert } from "../../live/alerts";
import { noticeText } from "./alerts";
import classes from "./TopBar.module.css";

export function NoticesMenu() {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const items = useNotices();
  const unread = items.filter((item) => !item.read).length;
  const change = (open: boolean): void => {
    setOpened(open);
    if (!open) notices.readAll();
  };
  useShortcut("notices.open", () => change(!opened));
  return (
    <Popover
      opened={opened}
      onChange={change}
      width={360}
      position="bottom-end"
      shadow="lg"
      trapFocus
    >
      <Popover.Target>
        <Tooltip label={t("common.notices.title")} disabled={opened}>
          <Indicator
            label={unread > 9 ? "9+" : unread}
            disabled={unread === 0}
            size={16}
            offset={5}
            color="coral"
          >
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("common.notices.open", { count: unread })}
              aria-expanded={opened}
              onClick={() => change(!opened)}
            >
              <IconBell size={19} stroke={1.7} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("common.notices.title")}>
        {items.length === 0 ? (
          <Text size="sm" c="dimmed" p="md">
            {t("common.notices.none")}
          </Text>
        ) : (
          <>
            <ScrollArea.Autosize mah={420}>
              {items.map((item) => (
                <div key={item.id} className={classes.notice}>
                  <span className={classes.noticeDot} data-tone={item.tone} aria-hidden />
                  <span>
                    {noticeText(item as Pick<Alert, "code" | "params">, t)}
                    <br />
                    <time>{timeOfDay(item.at, i18n.language)}</time>
                  </span>
                </div>
              ))}
            </ScrollArea.Autosize>
            <Button variant="subtle" fullWidth radius={0} onClick={() => notices.clear()}>
              {t("common.notices.clear")}
            </Button>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
