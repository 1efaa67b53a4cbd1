import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { clock } from "../../../ui/now";
import { dateOf, datesOf, PERIODS, type Period } from "../../../ui/periods";
import classes from "./Reports.module.css";

export interface Dates {
  period: Period;
  from: string;
  to: string;
}

/** A period by its name, or from one date to another. */
export function PeriodPicker({
  value,
  onChange,
}: {
  value: Dates;
  onChange: (next: Dates) => void;
}) {
  const { t } = useTranslation();
  const today = dateOf(clock());
  return (
    <div className={classes.period}>
      <Select
        aria-label={t("reports.period")}
        w={170}
        allowDeselect={false}
        data={PERIODS.map((one) => ({ value: one, label: t(`reports.periods.${one}`) }))}
        value={value.period}
        onChange={(period) => {
          if (period === null) return;
          if (period === "own") onChange({ ...value, period });
          else {
            const [from, to] = datesOf(period, clock());
            onChange({ period, from, to });
          }
        }}
      />
      <TextInput
        type="date"
        aria-label={t("reports.from")}
        value={value.from}
        max={value.to}
        onChange={(event) => {
          const from = event.currentTarget.value;
          if (from !== "") onChange({ period: "own", from, to: from > value.to ? from : value.to });
        }}
      />
      <span aria-hidden>–</span>
      <TextInput
        type="date"
        aria-label={t("reports.to")}
        value={value.to}
        min={value.from}
        max={today}
        onChange={(event) => {
          const to = event.currentTarget.value;
          if (to !== "") onChange({ period: "own", to, from: to < value.from ? to : value.from });
        }}
      />
    </div>
  );
}
