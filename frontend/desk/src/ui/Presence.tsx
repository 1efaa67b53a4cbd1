/** What an agent is doing now, as a dot, with the word beside it or for screen readers only. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import type { AgentState, ChosenState } from "@onqueue/api/models";
import classes from "./Presence.module.css";

/** The states that can be chosen; nobody chooses to be set aside. */
export const AGENT_STATES: readonly ChosenState[] = [
  "on_queue",
  "break",
  "meeting",
  "training",
  "back_office",
  "off",
];

interface PresenceProps {
  state: AgentState;
  connected?: boolean;
  label?: boolean;
  className?: string;
}

export function Presence({ state, connected = true, label = false, className }: PresenceProps) {
  const { t } = useTranslation();
  return (
    <span className={clsx(classes.presence, className)}>
      <span className={classes.dot} data-state={connected ? state : "lost"} aria-hidden />
      <span className={label ? undefined : "visually-hidden"}>{t(`common.state.${state}`)}</span>
    </span>
  );
}
