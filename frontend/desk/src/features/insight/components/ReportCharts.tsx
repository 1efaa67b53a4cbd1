import { useTranslation } from "react-i18next";
import type { By, QueueFigures } from "@onqueue/api/models";
import { BarChart } from "../../../ui/charts/BarChart";
import { percent, regional } from "../../../ui/format";
import { levelBars, timeLabel, volumeBars, withContent, type Wording } from "../bars";
import classes from "./Reports.module.css";

interface ReportChartsProps {
  totals: QueueFigures[];
  by: By;
  /** The promise, when all that is shown has the same one. */
  target: number | null;
}

/** How much came and how well it was answered, over time. */
export function ReportCharts({ totals, by, target }: ReportChartsProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const rows = withContent(totals);
  if (rows.length < 2) return null;
  const label = (row: QueueFigures): string => timeLabel(row.from_at, by, language);
  const wording: Wording = {
    label,
    volume: (row) =>
      t("reports.volume_text", {
        when: label(row),
        offered: row.offered,
        answered: row.answered,
        abandoned: row.abandoned,
      }),
    level: (row) =>
      row.service_level === null
        ? t("reports.level_nothing", { when: label(row) })
        : t("reports.level_text", {
            when: label(row),
            level: percent(row.service_level, language),
          }),
  };
  return (
    <div className={classes.charts}>
      <BarChart
        title={t("reports.volume")}
        bars={volumeBars(rows, wording)}
        format={(value) =>
          new Intl.NumberFormat(regional(language), { maximumFractionDigits: 1 }).format(value)
        }
        labelHead={t("reports.time")}
        valueHead={t("reports.volume")}
      />
      <BarChart
        title={t("reports.metric.service_level")}
        bars={levelBars(rows, wording)}
        max={1}
        goal={
          target === null
            ? undefined
            : { value: target / 100, label: t("reports.target", { percent: target }) }
        }
        format={(value) => percent(value, language)}
        labelHead={t("reports.time")}
        valueHead={t("reports.metric.service_level")}
      />
    </div>
  );
}
