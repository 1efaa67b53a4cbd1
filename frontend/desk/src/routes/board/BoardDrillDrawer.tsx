import { useTranslation } from "react-i18next";
import { AgentTable } from "../../features/board/components/AgentTable";
import { ContactTable } from "../../features/board/components/ContactTable";
import type { BoardDrill } from "../../features/board/drill";
import { agentsSeen, contactsSeen, inAgentGroup } from "../../features/board/floor";
import { BehindTable } from "../../features/insight/components/BehindTable";
import type { Translate } from "../../i18n/i18n";
import type { AgentEntity, ContactEntity, QueueEntity } from "../../live/protocol";
import { DrillDrawer } from "../contact/DrillDrawer";

interface BoardDrillDrawerProps {
  drill: BoardDrill | null;
  contact: string | null;
  contacts: ContactEntity[];
  agents: Record<string, AgentEntity>;
  queues: Record<string, QueueEntity>;
  team: string | null;
  onContact: (id: string | null) => void;
  onDrill: (drill: BoardDrill) => void;
  onClose: () => void;
}

function titleOf(drill: BoardDrill, props: BoardDrillDrawerProps, t: Translate): string {
  const queue = props.queues[drill.queue ?? ""]?.name ?? t("board.all_queues");
  if (drill.kind === "figure") {
    return t(`board.drill_figure.${drill.figure as "offered"}`, { place: queue });
  }
  if (drill.kind === "agents") return t(`board.drill_agents.${drill.group}`, { place: queue });
  const place = drill.agent === null ? queue : (props.agents[drill.agent]?.name ?? "");
  return t(`board.drill.${drill.group}`, { place });
}

export function BoardDrillDrawer(props: BoardDrillDrawerProps) {
  const { t } = useTranslation();
  const { drill, contact, contacts } = props;
  const title = drill === null ? "" : titleOf(drill, props, t);
  const list =
    drill === null ? null : { title, content: <Behind {...props} drill={drill} title={title} /> };
  const named = contacts.find((one) => one.id === contact)?.customer_name;
  return (
    <DrillDrawer
      list={list}
      contact={contact}
      contactName={named === undefined || named === "" ? t("board.contact") : named}
      onContact={props.onContact}
      onClose={props.onClose}
    />
  );
}

type BehindProps = BoardDrillDrawerProps & { drill: BoardDrill; title: string };

/** The rows that a number counts. */
function Behind({ drill, title, contacts, agents, queues, team, ...acts }: BehindProps) {
  if (drill.kind === "agents") {
    const asked = { queue: drill.queue, team, state: null };
    return (
      <AgentTable
        label={title}
        agents={agentsSeen(Object.values(agents), asked).filter((agent) =>
          inAgentGroup(agent, drill.group),
        )}
        contacts={Object.fromEntries(contacts.map((one) => [one.id, one]))}
        onContacts={(agent) => acts.onDrill({ kind: "live", group: "all", queue: null, agent })}
        onContact={acts.onContact}
      />
    );
  }
  if (drill.kind === "live") {
    return (
      <ContactTable
        label={title}
        contacts={contactsSeen(contacts, drill)}
        agents={agents}
        queues={queues}
        onOpen={acts.onContact}
      />
    );
  }
  const { figure, from, to, queue } = drill;
  return (
    <BehindTable
      label={title}
      asked={{ figure, from, to, queue: queue ?? undefined }}
      onOpen={acts.onContact}
    />
  );
}
