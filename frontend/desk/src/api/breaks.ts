/** Why a wish for a short break was refused: the floor's own reasons, in words. */
import type { Translate } from "../i18n/i18n";

const REASONS = {
  "no short breaks by rule": "off",
  "longer than a short break may be": "long",
  "no minutes left today": "day",
  "too soon after the last one": "soon",
  "as many away as may be": "full",
  "service level would fall too low": "level",
  "customers would wait too long": "wait",
} as const;

function isReason(reason: string): reason is keyof typeof REASONS {
  return reason in REASONS;
}

/** The reason in words, with the queue for whose sake it is; what people typed stays as it is. */
export function breakReason(reason: string, queue: string, t: Translate): string {
  const why = isReason(reason) ? t(`breaks.reason.${REASONS[reason]}`) : reason;
  return queue === "" ? why : t("breaks.for_queue", { queue, why });
}
