/** My day in figures: what I did, how long it took, what customers said, where the time went. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionIcon, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { AgentFigures } from "@onqueue/api/models";
import { dayOf, decimal, duration, percent } from "../../../ui/format";
import { Card, Figure, PageFrame } from "../../../ui/Page";
import { ErrorState, Loading } from "../../../ui/states";
import { useMyFigures } from "../api";
import { StateBars } from "./StateBars";
import classes from "./MyDay.module.css";

function midnight(back: number): number {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime();
}

const BACK_MAX = 90;

export function MyDay() {
  const { t, i18n } = useTranslation();
  const [back, setBack] = useState(0);
  const from = midnight(back);
  const figures = useMyFigures(from, midnight(back - 1));
  return (
    <PageFrame
      title={t("insight.day")}
      text={dayOf(from, i18n.language)}
      actions={
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("insight.day_before")}
            disabled={back >= BACK_MAX}
            onClick={() => setBack(back + 1)}
          >
            <IconChevronLeft size={17} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("insight.day_after")}
            disabled={back === 0}
            onClick={() => setBack(back - 1)}
          >
            <IconChevronRight size={17} />
          </ActionIcon>
        </Group>
      }
    >
      {figures.isError ? (
        <ErrorState error={figures.error} retry={() => void figures.refetch()} />
      ) : figures.data === undefined ? (
        <Loading />
      ) : (
        <Figures figures={figures.data} />
      )}
    </PageFrame>
  );
}

function Figures({ figures }: { figures: AgentFigures }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const none = t("insight.none");
  const each = (ms: number): string =>
    figures.handled === 0 ? none : duration(ms / figures.handled);
  return (
    <>
      <Card title={t("insight.figures")}>
        <dl className={classes.figures}>
          <Figure
            name={t("insight.contacts")}
            value={figures.handled}
            note={t("insight.consults", { count: figures.consults })}
          />
          <Figure
            name={t("insight.handle_time")}
            value={figures.aht_ms === null ? none : duration(figures.aht_ms)}
            note={t("insight.handle_parts", {
              talk: each(figures.talk_ms),
              wrap: each(figures.wrap_ms),
            })}
          />
          <Figure
            name={t("insight.csat")}
            value={figures.csat_mean === null ? none : decimal(figures.csat_mean, language)}
            note={t("insight.ratings", { count: figures.ratings })}
          />
          <Figure
            name={t("insight.occupancy")}
            value={figures.occupancy === null ? none : percent(figures.occupancy, language)}
            note={t("insight.occupancy_note")}
          />
        </dl>
      </Card>
      <Card title={t("insight.states")}>
        <StateBars states={figures.states} />
      </Card>
    </>
  );
}
