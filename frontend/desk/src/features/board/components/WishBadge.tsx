/** A short break on the board: wished for, coming, running, overrun; with the way to answer. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRight } from "../../../api/session";
import type { AgentEntity } from "../../../live/protocol";
import { useFilmTime } from "../../../ui/now";
import { Timer } from "../../../ui/Timer";
import { AnswerBreakDialog } from "./AnswerBreakDialog";
import classes from "./Board.module.css";

export function WishBadge({ agent }: { agent: AgentEntity }) {
  const { t } = useTranslation();
  const live = useFilmTime() === null;
  const may = useRight("floor.steer") && live;
  const [answering, setAnswering] = useState(false);
  const { wish } = agent;
  if (wish === null || wish.state === "refused" || wish.state === "lapsed") return null;
  const timed = wish.state === "in_line" || wish.state === "begun";
  return (
    <>
      <small className={wish.state === "late" ? classes.lost : undefined}>
        {t(`breaks.badge.${wish.state}`)}{" "}
        {timed && wish.until_at !== null && (
          <Timer
            until={wish.until_at}
            label={wish.state === "begun" ? t("breaks.left") : t("breaks.lapses")}
          />
        )}
      </small>
      {may && wish.state === "in_line" && (
        <Button
          size="compact-xs"
          variant="light"
          aria-label={t("breaks.answer_open", { name: agent.name })}
          onClick={() => setAnswering(true)}
        >
          {t("breaks.grant")}…
        </Button>
      )}
      {answering && (
        <AnswerBreakDialog agent={agent} wish={wish} onClose={() => setAnswering(false)} />
      )}
    </>
  );
}
