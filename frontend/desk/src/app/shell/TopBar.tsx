import { ActionIcon, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe, useRight, useSession } from "../../api/session";
import { HealthBadge } from "../../features/upkeep/components/HealthBadge";
import { StateSwitch } from "../../features/floor/components/StateSwitch";
import { shortcuts } from "../../ui/shortcuts/registry";
import { ConnectionBadge } from "./ConnectionBadge";
import { NoticesMenu } from "./NoticesMenu";
import { ProfileMenu } from "./ProfileMenu";
import { QueueStrip } from "./QueueStrip";
import classes from "./TopBar.module.css";

export function TopBar() {
  const { t } = useTranslation();
  const me = useMe();
  const watches = useRight("system.watch");
  const demo = useSession()?.demo === true;
  return (
    <div className={classes.bar} role="region" aria-label={t("common.shell.status")}>
      {me.agent ? <QueueStrip /> : <span />}
      <span className={classes.spring} />
      {demo && <span className={classes.demo}>{t("common.shell.demo")}</span>}
      <ConnectionBadge />
      {me.agent && <StateSwitch />}
      <Tooltip label={t("common.keys.title")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.help}
          aria-label={t("common.keys.title")}
          onClick={() => shortcuts.trigger("help.open")}
        >
          <IconKeyboard size={19} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {watches && <HealthBadge />}
      <NoticesMenu />
      <ProfileMenu />
    </div>
  );
}
