/** Asks for a short break, after showing what customers would feel and what the rules say. */
import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueueName } from "../../../live/hooks";
import { floor, useBreakOutlook } from "../api";
import { breakReason } from "../../../api/breaks";
import { ActDialog } from "../../../ui/ActDialog";
import { BreakEffects } from "../../../ui/BreakEffects";

const CHOICES = [5, 10, 15] as const;

export function BreakDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [minutes, setMinutes] = useState<number>(CHOICES[0]);
  const outlook = useBreakOutlook(minutes);
  const nameOf = useQueueName();
  const found = outlook.data;
  return (
    <ActDialog
      title={t("breaks.ask_title")}
      confirm={t("breaks.ask")}
      ready
      run={() => floor.askBreak(minutes)}
      onClose={onClose}
    >
      <Text size="sm">{t("breaks.text")}</Text>
      <SegmentedControl
        fullWidth
        aria-label={t("breaks.minutes")}
        data={CHOICES.map((n) => ({ value: String(n), label: t("breaks.minutes_n", { n }) }))}
        value={String(minutes)}
        onChange={(value) => setMinutes(Number(value))}
      />
      {found !== undefined && (
        <Text size="sm" fw={600} role="status">
          {found.reason === ""
            ? t("breaks.would_grant")
            : t("breaks.would_refuse", {
                why: breakReason(found.reason, nameOf(found.queue), t),
              })}
        </Text>
      )}
      {found !== undefined && <BreakEffects effects={found.effects} nameOf={nameOf} />}
      {outlook.isError && <Text size="sm">{t("breaks.error")}</Text>}
    </ActDialog>
  );
}
