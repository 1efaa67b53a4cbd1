/** My short break: asking for one, waiting for it, being on it, and being late. */
import { Button, Group } from "@mantine/core";
import { IconCoffee } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { WishEntity } from "../../../live/protocol";
import { useQueueName } from "../../../live/hooks";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { breakReason } from "../../../api/breaks";
import { useAsk } from "../hooks/useAsk";
import { BreakEffects } from "../../../ui/BreakEffects";
import classes from "./OfferCard.module.css";

const BreakDialog = lazy(async () => {
  const { BreakDialog: loaded } = await import("./BreakDialog");
  return { default: loaded };
});

export function ShortBreak({ wish }: { wish: WishEntity | null }) {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const [asking, setAsking] = useState(false);
  const { busy, ask } = useAsk();
  const over = wish === null || wish.state === "refused" || wish.state === "lapsed";
  return (
    <>
      {wish !== null && (
        <section className={classes.aside} aria-label={t("breaks.title")}>
          <strong role="status">{t(`breaks.state.${wish.state}`)}</strong>
          <Said wish={wish} />
          {(wish.state === "refused" || wish.state === "in_line") && (
            <BreakEffects effects={wish.effects} nameOf={nameOf} />
          )}
          <Group gap="xs">
            {(wish.state === "in_line" || wish.state === "granted") && (
              <Button
                size="xs"
                variant="default"
                loading={busy}
                onClick={() => void ask(() => floor.dropBreak())}
              >
                {wish.state === "in_line" ? t("breaks.drop") : t("breaks.give_up")}
              </Button>
            )}
            {(wish.state === "begun" || wish.state === "late") && (
              <Button
                size="xs"
                loading={busy}
                onClick={() => void ask(() => floor.state("on_queue", ""))}
              >
                {t("breaks.back")}
              </Button>
            )}
          </Group>
        </section>
      )}
      {over && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconCoffee size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {wish === null ? t("breaks.open") : t("breaks.again")}
        </Button>
      )}
      <Suspense>{asking && <BreakDialog onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}

function Said({ wish }: { wish: WishEntity }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const why = breakReason(wish.reason, nameOf(wish.queue), t);
  const until = wish.until_at ?? 0;
  if (wish.state === "in_line") {
    return (
      <span>
        {t("breaks.in_line_text", { why })} <Timer until={until} label={t("breaks.lapses")} />
      </span>
    );
  }
  if (wish.state === "begun") {
    return (
      <span>
        {t("breaks.begun_text")} <Timer until={until} label={t("breaks.left")} />
      </span>
    );
  }
  if (wish.state === "refused") {
    return (
      <span>
        {wish.by === ""
          ? t("breaks.refused_text", { why })
          : t("breaks.refused_by", { who: wish.by, why })}
      </span>
    );
  }
  return <span>{t(`breaks.${wish.state}_text`)}</span>;
}
