import { useTranslation } from "react-i18next";
import type { OfferEntity } from "../../../live/protocol";
import { duration } from "../../../ui/format";

const ONE_PERSON: ReadonlySet<string> = new Set(["direct", "sticky", "book", "diverted"]);

/** Why it was me, in one sentence. */
export function WhySentence({ why }: { why: OfferEntity["why"] }) {
  const { t } = useTranslation();
  const idle = why.candidates[0]?.idle_ms ?? 0;
  if (why.rule === "target" || why.rule === "targeted") return <>{t("floor.why.target")}</>;
  if (ONE_PERSON.has(why.rule)) return <>{t(`routing.rule.${why.rule as "sticky"}`)}</>;
  if (why.rule === "consult" || why.rule === "asked") return <>{t("floor.why.consult")}</>;
  if (why.candidates_total <= 1) return <>{t("floor.why.only")}</>;
  return <>{t("floor.why.longest_idle", { count: why.candidates_total, idle: duration(idle) })}</>;
}
