import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Thresholds } from "@onqueue/api/models";
import { NumberField } from "../../../ui/form/NumberField";
import { SecondsField } from "../../../ui/form/SecondsField";
import classes from "./ThresholdFields.module.css";

interface ThresholdFieldsProps {
  value: Thresholds;
  onChange: (value: Thresholds) => void;
  error?: ReactNode;
}

/** From which values on the board turns amber and red. */
export function ThresholdFields({ value, onChange, error }: ThresholdFieldsProps) {
  const { t } = useTranslation();
  const put = (name: keyof Thresholds) => (next: number) => onChange({ ...value, [name]: next });
  const label = (what: "waiting" | "oldest" | "level", tone: "amber" | "red"): string =>
    `${t(`admin.queues.board_${what}`)}: ${t(`admin.queues.${tone}`)}`;
  return (
    <div className={classes.grid} role="group" aria-label={t("admin.queues.board")}>
      <span />
      <span className={classes.head} data-tone="amber">
        {t("admin.queues.amber")}
      </span>
      <span className={classes.head} data-tone="red">
        {t("admin.queues.red")}
      </span>
      <span className={classes.name}>{t("admin.queues.board_waiting")}</span>
      <NumberField
        aria-label={label("waiting", "amber")}
        min={0}
        max={100_000}
        value={value.waiting_amber}
        onChange={put("waiting_amber")}
      />
      <NumberField
        aria-label={label("waiting", "red")}
        min={0}
        max={100_000}
        value={value.waiting_red}
        onChange={put("waiting_red")}
      />
      <span className={classes.name}>{t("admin.queues.board_oldest")}</span>
      <SecondsField
        aria-label={label("oldest", "amber")}
        value={value.oldest_amber_s}
        onChange={put("oldest_amber_s")}
      />
      <SecondsField
        aria-label={label("oldest", "red")}
        value={value.oldest_red_s}
        onChange={put("oldest_red_s")}
      />
      <span className={classes.name}>{t("admin.queues.board_level")}</span>
      <NumberField
        aria-label={label("level", "amber")}
        suffix=" %"
        min={0}
        max={100}
        value={value.sl_amber}
        onChange={put("sl_amber")}
      />
      <NumberField
        aria-label={label("level", "red")}
        suffix=" %"
        min={0}
        max={100}
        value={value.sl_red}
        onChange={put("sl_red")}
      />
      {error !== undefined && error !== null && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.error}>
          {error}
        </Text>
      )}
    </div>
  );
}
