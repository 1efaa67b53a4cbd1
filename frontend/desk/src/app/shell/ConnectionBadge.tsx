import { IconWifi, IconWifiOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLinkStatus } from "../../live/store";
import classes from "./TopBar.module.css";

export function ConnectionBadge() {
  const { t } = useTranslation();
  const status = useLinkStatus();
  const good = status === "live" || status === "connecting";
  const Icon = good ? IconWifi : IconWifiOff;
  return (
    <span className={classes.link} data-status={status} role="status">
      <Icon size={17} stroke={1.7} aria-hidden />
      <span className={status === "live" ? "visually-hidden" : classes.linkText}>
        {t(`common.link.${status}`)}
      </span>
    </span>
  );
}
