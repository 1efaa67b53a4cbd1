import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { useAsk } from "../hooks/useAsk";
import classes from "./OfferCard.module.css";

/** Time to recover after a hard contact: how long, and the way out of it. */
export function Recovering({ until }: { until: number }) {
  const { t } = useTranslation();
  const { busy, ask } = useAsk();
  return (
    <section className={classes.aside} aria-label={t("routing.recovery.title")}>
      <strong>{t("routing.recovery.title")}</strong>
      <span>
        {t("routing.recovery.text")} <Timer until={until} label={t("routing.recovery.left")} />
      </span>
      <Button size="xs" loading={busy} onClick={() => void ask(() => floor.recovered())}>
        {t("routing.recovery.ready")}
      </Button>
    </section>
  );
}
