/** Every agent: doing what, since when, with whom, and whether something is wrong. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPlugConnectedX, IconUserCog, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useReasonText } from "../../../api/directory";
import type { AgentEntity, ContactEntity } from "../../../live/protocol";
import { Presence } from "../../../ui/Presence";
import { DataTable } from "../../../ui/table/DataTable";
import { Timer } from "../../../ui/Timer";
import { load, STATE_ORDER } from "../floor";
import classes from "./Board.module.css";
import { Num } from "./Num";
import { WishBadge } from "./WishBadge";

interface AgentTableProps {
  /** What it is called, where it is not the table of all of them. */
  label?: string;
  agents: AgentEntity[];
  contacts: Record<string, ContactEntity>;
  filters?: React.ReactNode;
  onContacts: (agent: string) => void;
  onContact: (contact: string) => void;
  /** Left out for those who may not put others into a state. */
  onForce?: (agent: AgentEntity) => void;
}

export function AgentTable(props: AgentTableProps) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const reasonOf = (agent: AgentEntity): string => reasonText(agent.reason);
  const { onForce } = props;
  return (
    <DataTable
      label={props.label ?? t("board.agents")}
      rows={props.agents}
      rowId={(agent) => agent.id}
      filters={props.filters}
      columns={[
        {
          id: "name",
          header: t("board.agent"),
          sort: (agent) => agent.name,
          cell: (agent) => (
            <span className={classes.agentName}>
              {agent.name}
              {!agent.connected && agent.state !== "off" && (
                <Tooltip label={t("board.not_connected")}>
                  <span role="img" aria-label={t("board.not_connected")} className={classes.lost}>
                    <IconPlugConnectedX size={15} />
                  </span>
                </Tooltip>
              )}
            </span>
          ),
        },
        {
          id: "state",
          header: t("board.state"),
          sort: (agent) => STATE_ORDER.indexOf(agent.state),
          cell: (agent) => (
            <span className={classes.state} data-state={agent.state}>
              <Presence state={agent.state} connected={agent.connected} label />
              {reasonOf(agent) !== "" && <small>{reasonOf(agent)}</small>}
              {agent.recover_until_at !== null && (
                <small>
                  {t("routing.recovery.badge")}{" "}
                  <Timer until={agent.recover_until_at} label={t("routing.recovery.left")} />
                </small>
              )}
              {agent.rest_until_at !== null && <small>{t("routing.recovery.rested")}</small>}
              <WishBadge agent={agent} />
              {agent.forced_by !== "" && (
                <small>{t("board.forced_by", { who: agent.forced_by })}</small>
              )}
            </span>
          ),
        },
        {
          id: "since",
          header: t("board.since"),
          align: "right",
          sort: (agent) => -agent.since_at,
          cell: (agent) => <Timer since={agent.since_at} label={t("board.since")} />,
        },
        {
          id: "load",
          header: t("board.load"),
          align: "right",
          sort: (agent) => load(agent).used,
          cell: (agent) => {
            const { used, capacity } = load(agent);
            return (
              <Num
                label={t("board.show_agent", { name: agent.name })}
                onOpen={() => props.onContacts(agent.id)}
              >
                {used}
                <span className={classes.of}> / {capacity}</span>
              </Num>
            );
          },
        },
        {
          id: "contacts",
          header: t("board.with"),
          wide: true,
          cell: (agent) => (
            <span className={classes.chips}>
              {agent.contacts.map((id) => {
                const contact = props.contacts[id];
                return contact === undefined ? null : (
                  <button
                    key={id}
                    type="button"
                    className={classes.chip}
                    data-state={contact.state}
                    onClick={() => props.onContact(id)}
                  >
                    {contact.customer_name || t("board.nameless")}
                  </button>
                );
              })}
            </span>
          ),
        },
        {
          id: "misses",
          header: t("board.misses"),
          align: "right",
          wide: true,
          sort: (agent) => agent.misses,
          cell: (agent) => (
            <span className="tnum" data-misses={agent.misses > 0}>
              {agent.misses === 0 ? <span className={classes.nothing}>–</span> : agent.misses}
            </span>
          ),
        },
        ...(onForce === undefined
          ? []
          : [
              {
                id: "force",
                header: t("board.acts"),
                align: "right" as const,
                width: 44,
                cell: (agent: AgentEntity) => (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t("board.force.open", { name: agent.name })}
                    onClick={() => onForce(agent)}
                  >
                    <IconUserCog size={17} />
                  </ActionIcon>
                ),
              },
            ]),
      ]}
      empty={{
        title: t("board.no_agents"),
        text: t("board.no_agents_text"),
        icon: <IconUsers size={22} />,
      }}
    />
  );
}
