/** How the whole server is, in one figure and one sentence; then each of its parts. */
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { HealthFigure, HealthPart } from "@onqueue/api/models";
import { Card } from "../../../ui/Page";
import { partText } from "../words";
import classes from "./Health.module.css";

const ICONS = { well: IconCircleCheck, look: IconAlertTriangle, act: IconCircleX };

export function HealthSummary({ health }: { health: HealthFigure }) {
  const { t, i18n } = useTranslation();
  const Icon = ICONS[health.state];
  return (
    <>
      <section className={classes.figure} data-state={health.state} aria-label={t("health.title")}>
        <Icon size={40} stroke={1.6} aria-hidden />
        <div role="status">
          <p className={classes.state}>{t(`health.state.${health.state}`)}</p>
          {health.state !== "well" && <p>{partText(health.because, t, i18n.language)}</p>}
          <p className={classes.dim}>
            {t("health.figure", { well: health.well, total: health.total })}
          </p>
        </div>
      </section>
      <Card title={t("health.parts")}>
        <ul className={classes.parts}>
          {health.parts.map((part) => (
            <PartLine key={part.name} part={part} />
          ))}
        </ul>
      </Card>
    </>
  );
}

function PartLine({ part }: { part: HealthPart }) {
  const { t, i18n } = useTranslation();
  const Icon = ICONS[part.state];
  return (
    <li data-state={part.state}>
      <Icon size={18} aria-hidden />
      <span className="visually-hidden">{t(`health.part_state.${part.state}`)}</span>
      <span className={classes.name}>
        {t(`health.part.${part.name as "floor"}`, { defaultValue: part.name })}
      </span>
      <span>{partText(part, t, i18n.language)}</span>
    </li>
  );
}
