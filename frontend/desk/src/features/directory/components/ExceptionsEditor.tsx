/** Dates that differ from the ordinary week: closed, or open at other times. */
import { ActionIcon, Button, SegmentedControl, Text, TextInput } from "@mantine/core";
import { IconCalendarPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HoursException } from "@onqueue/api/models";
import { dateName } from "../days";
import classes from "./Hours.module.css";
import { Intervals } from "./Intervals";

interface ExceptionsEditorProps {
  value: HoursException[];
  onChange: (value: HoursException[]) => void;
  error?: React.ReactNode;
}

function inOrder(value: HoursException[]): HoursException[] {
  return [...value].sort((a, b) => a.date.localeCompare(b.date));
}

const SHOWN = 8;

export function ExceptionsEditor({ value, onChange, error }: ExceptionsEditorProps) {
  const { t, i18n } = useTranslation();
  const [date, setDate] = useState("");
  const [all, setAll] = useState(false);
  const taken = value.some((one) => one.date === date);
  const put = (index: number, part: Partial<HoursException>): void =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const add = (): void => {
    onChange(inOrder([...value, { date, name: "", intervals: [] }]));
    setDate("");
    setAll(true);
  };
  const shown = all ? value : value.slice(0, SHOWN);
  return (
    <div className={classes.exceptions} role="group" aria-label={t("admin.hours.exceptions")}>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("admin.hours.no_exceptions")}
        </Text>
      )}
      {shown.map((exception, index) => {
        const name = dateName(exception.date, i18n.language);
        return (
          <div key={exception.date} className={classes.exception}>
            <span className={`${classes.date} tnum`}>{name}</span>
            <TextInput
              size="xs"
              className={classes.exceptionName}
              aria-label={t("admin.hours.name_of", { day: name })}
              placeholder={t("admin.hours.exception_name")}
              maxLength={120}
              value={exception.name}
              onChange={(event) => put(index, { name: event.currentTarget.value })}
            />
            <SegmentedControl
              size="xs"
              aria-label={t("admin.hours.open_or_closed", { day: name })}
              data={[
                { value: "closed", label: t("admin.hours.closed") },
                { value: "open", label: t("admin.hours.other_times") },
              ]}
              value={exception.intervals.length === 0 ? "closed" : "open"}
              onChange={(mode) =>
                put(index, { intervals: mode === "closed" ? [] : [{ from: "10:00", to: "14:00" }] })
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("admin.remove_named", { name })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
            {exception.intervals.length > 0 && (
              <div className={classes.exceptionTimes}>
                <Intervals
                  day={name}
                  value={exception.intervals}
                  onChange={(intervals) => put(index, { intervals })}
                />
              </div>
            )}
          </div>
        );
      })}
      {value.length > SHOWN && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll((old) => !old)}>
          {all ? t("admin.hours.show_fewer") : t("admin.hours.show_all", { count: value.length })}
        </Button>
      )}
      <div className={classes.add}>
        <TextInput
          type="date"
          size="xs"
          aria-label={t("admin.hours.new_date")}
          value={date}
          error={taken ? t("admin.hours.date_taken") : undefined}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendarPlus size={15} aria-hidden />}
          disabled={date === "" || taken}
          onClick={add}
        >
          {t("admin.hours.add_date")}
        </Button>
      </div>
      {error !== undefined && error !== null && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
