/** Answers a wish for a short break in person: what it would cost, and why or why not. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { breakReason } from "../../../api/breaks";
import { useQueueName } from "../../../live/hooks";
import type { AgentEntity, WishEntity } from "../../../live/protocol";
import { BreakEffects } from "../../../ui/BreakEffects";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { steer } from "../api";

interface AnswerBreakDialogProps {
  agent: AgentEntity;
  wish: WishEntity;
  onClose: () => void;
}

const MINUTE_MS = 60_000;

export function AnswerBreakDialog({ agent, wish, onClose }: AnswerBreakDialogProps) {
  const { t } = useTranslation();
  const nameOf = useQueueName();
  const { name } = agent;
  const why = breakReason(wish.reason, nameOf(wish.queue), t);
  return (
    <ReasonDialog
      title={t("breaks.answer_title", { name })}
      label={t("breaks.why")}
      hint={t("breaks.why_hint", { name })}
      confirm={t("breaks.grant")}
      done={t("breaks.granted", { name })}
      run={(reason) => steer.grantBreak(agent.id, reason)}
      other={{
        confirm: t("breaks.refuse"),
        done: t("breaks.refused", { name }),
        run: (reason) => steer.refuseBreak(agent.id, reason),
      }}
      onClose={onClose}
    >
      <Text size="sm">
        {t("breaks.answer_text", { name, minutes: wish.span_ms / MINUTE_MS, why })}
      </Text>
      <BreakEffects effects={wish.effects} nameOf={nameOf} />
    </ReasonDialog>
  );
}
