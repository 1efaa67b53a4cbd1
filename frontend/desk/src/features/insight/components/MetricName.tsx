/** The name of a figure, and on asking what exactly it means. */
import { Popover, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMetrics } from "../reports";
import classes from "./Reports.module.css";

interface MetricNameProps {
  /** The name in the catalogue of metrics. */
  metric: string;
  children: string;
}

export function MetricName({ metric, children }: MetricNameProps) {
  const { t } = useTranslation();
  const found = useMetrics().data?.find((one) => one.name === metric);
  if (found === undefined) return <>{children}</>;
  return (
    <Popover width={320} shadow="md" position="top">
      <Popover.Target>
        <UnstyledButton className={classes.metric}>{children}</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600}>
          {children}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {found.name} · {t("reports.version", { version: found.version })}
        </Text>
        <code className={classes.formula}>{found.formula}</code>
        <Text size="xs" c="dimmed" mt={6}>
          {t(`reports.credit.${found.credit as "arrival"}`, { defaultValue: found.credit })}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
