import { useTranslation } from "react-i18next";
import { useMetrics } from "../reports";
import classes from "./Reports.module.css";

/** What every figure means, to be read without a mouse as well. */
export function MetricList() {
  const { t } = useTranslation();
  const metrics = useMetrics().data ?? [];
  if (metrics.length === 0) return null;
  return (
    <details className={classes.definitions}>
      <summary>{t("reports.definitions")}</summary>
      <dl>
        {metrics.map((metric) => (
          <div key={metric.name}>
            <dt>
              {t(`reports.metric.${metric.name as "asa"}`, {
                defaultValue: metric.name.replaceAll("_", " "),
              })}{" "}
              <small>{t("reports.version", { version: metric.version })}</small>
            </dt>
            <dd>
              <code className={classes.formula}>{metric.formula}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
