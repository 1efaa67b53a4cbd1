import { IconDoorExit } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Bars.module.css";

/** The customer went and kept the place: they may not be there. */
export function KeptPlace({ kept }: { kept: boolean }) {
  const { t } = useTranslation();
  if (!kept) return null;
  return (
    <div className={classes.bar} data-tone="amber" role="status">
      <IconDoorExit size={16} aria-hidden />
      <span className={classes.text}>{t("routing.kept")}</span>
    </div>
  );
}
