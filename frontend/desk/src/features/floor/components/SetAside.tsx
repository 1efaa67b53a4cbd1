import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { floor } from "../api";
import { useAsk } from "../hooks/useAsk";
import classes from "./OfferCard.module.css";

export function SetAside({ misses }: { misses: number }) {
  const { t } = useTranslation();
  const { busy, ask } = useAsk();
  return (
    <section className={classes.aside} aria-label={t("common.state.set_aside")}>
      <strong>{t("floor.set_aside.title")}</strong>
      <span>{t("floor.set_aside.text", { count: misses })}</span>
      <Button size="xs" loading={busy} onClick={() => void ask(() => floor.state("on_queue", ""))}>
        {t("floor.set_aside.back")}
      </Button>
    </section>
  );
}
