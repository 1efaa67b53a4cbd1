/** An ordinary week, day by day. */
import { Button, Menu } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { duration } from "../../../ui/format";
import { copied, DAYS, ofDay, openMinutes, withDay, type Weekly } from "../week";
import { dayName } from "../days";
import classes from "./Hours.module.css";
import { Intervals } from "./Intervals";

interface WeekEditorProps {
  value: Weekly[];
  onChange: (value: Weekly[]) => void;
}

const WORKING = [0, 1, 2, 3, 4];

export function WeekEditor({ value, onChange }: WeekEditorProps) {
  const { t, i18n } = useTranslation();
  return (
    <div className={classes.week} role="group" aria-label={t("admin.hours.week")}>
      {DAYS.map((day) => {
        const name = dayName(day, i18n.language);
        const intervals = ofDay(value, day);
        return (
          <div key={day} className={classes.day} data-closed={intervals.length === 0}>
            <span className={classes.dayName}>
              {name}
              {intervals.length === 0 && <small>{t("admin.hours.closed")}</small>}
            </span>
            <Intervals
              day={name}
              value={intervals}
              onChange={(next) => onChange(withDay(value, day, next))}
            />
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  className={classes.copy}
                  leftSection={<IconCopy size={14} aria-hidden />}
                  aria-label={t("admin.hours.copy_of", { day: name })}
                >
                  {t("admin.hours.copy")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => onChange(copied(value, day, WORKING))}>
                  {t("admin.hours.copy_working")}
                </Menu.Item>
                <Menu.Item onClick={() => onChange(copied(value, day, DAYS))}>
                  {t("admin.hours.copy_all")}
                </Menu.Item>
                {day < 6 && (
                  <Menu.Item onClick={() => onChange(copied(value, day, [day + 1]))}>
                    {t("admin.hours.copy_next", { day: dayName(day + 1, i18n.language) })}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </div>
        );
      })}
      <p className={classes.sum} role="status">
        {t("admin.hours.sum", { time: duration(openMinutes(value) * 60_000) })}
      </p>
    </div>
  );
}
