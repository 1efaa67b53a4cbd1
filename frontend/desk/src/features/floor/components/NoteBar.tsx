import { IconNote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Bars.module.css";

/** What the one before me left for whoever is next. */
export function NoteBar({ note }: { note: string }) {
  const { t } = useTranslation();
  if (note === "") return null;
  return (
    <div className={classes.bar} data-tone="amber">
      <IconNote size={16} aria-hidden />
      <span className={classes.text}>
        <b>{t("floor.note")}</b> {note}
      </span>
    </div>
  );
}
