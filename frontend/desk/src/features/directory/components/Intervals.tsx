/** The open intervals of one day: typed times, one more, one less. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Interval } from "@onqueue/api/models";
import { faultsOf, nextInterval, readTime, sorted } from "../week";
import classes from "./Hours.module.css";

interface IntervalsProps {
  /** The day, for the names of the fields. */
  day: string;
  value: Interval[];
  onChange: (value: Interval[]) => void;
}

export function Intervals({ day, value, onChange }: IntervalsProps) {
  const { t } = useTranslation();
  const faults = faultsOf(value);
  const next = nextInterval(value);
  const put = (index: number, part: Partial<Interval>): void =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const settle = (index: number, name: keyof Interval): void => {
    const read = readTime(value[index]?.[name] ?? "");
    if (read === null) return;
    onChange(sorted(value.map((one, at) => (at === index ? { ...one, [name]: read } : one))));
  };
  return (
    <div className={classes.intervals}>
      {value.map((interval, index) => {
        const fault = faults[index] ?? null;
        return (
          <div key={index} className={classes.interval}>
            {(["from", "to"] as const).map((name) => (
              <TextInput
                key={name}
                data-name={name}
                size="xs"
                className={classes.time}
                inputMode="numeric"
                aria-label={t(`admin.hours.${name}_of`, { day, number: index + 1 })}
                value={interval[name]}
                maxLength={5}
                error={fault !== null}
                onChange={(event) => put(index, { [name]: event.currentTarget.value })}
                onBlur={() => settle(index, name)}
              />
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("admin.hours.remove_interval", { day, number: index + 1 })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
            {fault !== null && (
              <span className={classes.fault} role="alert">
                {t(`admin.hours.fault.${fault}`)}
              </span>
            )}
          </div>
        );
      })}
      {next !== null && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-label={t("admin.hours.add_interval", { day })}
          onClick={() => onChange([...value, next])}
        >
          {value.length === 0 ? t("admin.hours.open_this_day") : t("admin.hours.add")}
        </Button>
      )}
    </div>
  );
}
