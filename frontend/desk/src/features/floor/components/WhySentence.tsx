import { useTranslation } from "react-i18next";
import type { OfferEntity } from "../../../live/protocol";
import { duration } from "../../../ui/format";

/** Why it was me, in one sentence. */
export function WhySentence({ why }: { why: OfferEntity["why"] }) {
  const { t } = useTranslation();
  const idle = why.candidates[0]?.idle_ms ?? 0;
  if (why.rule === "target" || why.rule === "targeted") return <>{t("floor.why.target")}</>;
  if (why.rule === "consult" || why.rule === "asked") return <>{t("floor.why.consult")}</>;
  if (why.candidates_total <= 1) return <>{t("floor.why.only")}</>;
  return <>{t("floor.why.longest_idle", { count: why.candidates_total, idle: duration(idle) })}</>;
}
