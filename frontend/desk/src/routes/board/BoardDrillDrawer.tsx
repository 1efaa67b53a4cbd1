import { useTranslation } from "react-i18next";
import { ContactTable } from "../../features/board/components/ContactTable";
import type { BoardDrill } from "../../features/board/drill";
import { contactsSeen } from "../../features/board/floor";
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
  onContact: (id: string | null) => void;
  onClose: () => void;
}

function titleOf(drill: BoardDrill, props: BoardDrillDrawerProps, t: Translate): string {
  const queue = props.queues[drill.queue ?? ""]?.name ?? t("board.all_queues");
  if (drill.kind === "figure") {
    return t(`board.drill_figure.${drill.figure as "offered"}`, { place: queue });
  }
  const place = drill.agent === null ? queue : (props.agents[drill.agent]?.name ?? "");
  return t(`board.drill.${drill.group}`, { place });
}

export function BoardDrillDrawer(props: BoardDrillDrawerProps) {
  const { t } = useTranslation();
  const { drill, contact, contacts, agents, queues } = props;
  const title = drill === null ? "" : titleOf(drill, props, t);
  const list =
    drill === null
      ? null
      : {
          title,
          content:
            drill.kind === "live" ? (
              <ContactTable
                label={title}
                contacts={contactsSeen(contacts, drill)}
                agents={agents}
                queues={queues}
                onOpen={props.onContact}
              />
            ) : (
              <BehindTable
                label={title}
                asked={{
                  figure: drill.figure,
                  from: drill.from,
                  to: drill.to,
                  queue: drill.queue ?? undefined,
                }}
                onOpen={props.onContact}
              />
            ),
        };
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
