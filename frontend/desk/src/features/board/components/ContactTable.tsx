/** Contacts of the floor: waiting in the order of their line, then those with an agent. */
import { Badge } from "@mantine/core";
import { IconEye, IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useQueues } from "../../../api/directory";
import type { AgentEntity, ContactEntity } from "../../../live/protocol";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { Timer } from "../../../ui/Timer";
import { inGroup } from "../floor";
import classes from "./Board.module.css";

interface ContactTableProps {
  label: string;
  contacts: ContactEntity[];
  agents: Record<string, AgentEntity>;
  queues: Record<string, { name: string }>;
  filters?: React.ReactNode;
  /** Only what matters most, where there is little room. */
  short?: boolean;
  chosen?: string | null;
  onOpen: (contact: string) => void;
}

export function ContactTable(props: ContactTableProps) {
  const { t } = useTranslation();
  const settings = new Map((useQueues().data ?? []).map((one) => [one.id, one.thresholds]));
  const { short = false } = props;
  const queueOf = (contact: ContactEntity): string => props.queues[contact.queue]?.name ?? "";
  // Without room for a column of its own the queue is said below the name.
  const about = (contact: ContactEntity): string =>
    [short ? queueOf(contact) : "", contact.topic].filter((text) => text !== "").join(" · ");
  const columns: Column<ContactEntity>[] = [
    {
      id: "customer",
      header: t("board.customer"),
      sort: (contact) => contact.customer_name,
      cell: (contact) => (
        <span className={classes.customer}>
          {contact.customer_name || t("board.nameless")}
          <small>{about(contact)}</small>
        </span>
      ),
    },
    ...(short
      ? []
      : [{ id: "queue", header: t("board.queue"), wide: true, sort: queueOf, cell: queueOf }]),
    {
      id: "state",
      header: t("board.state"),
      sort: (contact) => contact.state,
      cell: (contact) => (
        <span className={classes.contactState}>
          <Badge color={COLORS[contact.state] ?? "gray"}>
            {t(`board.contact_state.${contact.state}`)}
          </Badge>
          {contact.priority !== 0 && (
            <Badge color="coral" variant="outline">
              {contact.priority > 0 ? `+${contact.priority}` : contact.priority}
            </Badge>
          )}
          {contact.visitors.length > 0 && (
            <span
              className={classes.eye}
              role="img"
              aria-label={t("board.visited", {
                names: contact.visitors.map((one) => one.name).join(", "),
              })}
            >
              <IconEye size={15} />
            </span>
          )}
        </span>
      ),
    },
    {
      id: "since",
      header: t("board.since"),
      align: "right",
      sort: (contact) => sinceOf(contact),
      cell: (contact) => {
        const limits = inGroup(contact, "waiting") ? settings.get(contact.queue) : undefined;
        return (
          <Timer
            since={sinceOf(contact)}
            amber={limits === undefined ? undefined : limits.oldest_amber_s * 1_000}
            red={limits === undefined ? undefined : limits.oldest_red_s * 1_000}
            label={t("board.since")}
          />
        );
      },
    },
    {
      id: "agent",
      header: t("board.agent"),
      wide: short,
      sort: (contact) => props.agents[contact.agent ?? ""]?.name ?? "",
      cell: (contact) =>
        props.agents[contact.agent ?? ""]?.name ?? <span className={classes.nothing}>–</span>,
    },
  ];
  return (
    <DataTable
      label={props.label}
      rows={props.contacts}
      rowId={(contact) => contact.id}
      rowLabel={(contact) =>
        t("board.watch.open", { name: contact.customer_name || t("board.nameless") })
      }
      chosen={props.chosen}
      onOpen={(contact) => props.onOpen(contact.id)}
      filters={props.filters}
      columns={columns}
      empty={{
        title: t("board.no_contacts"),
        text: t("board.no_contacts_text"),
        icon: <IconMessages size={22} />,
      }}
    />
  );
}

const COLORS: Record<string, string> = {
  waiting: "amber",
  offered: "amber",
  active: "leaf",
  wrap_up: "petrol",
};

function sinceOf(contact: ContactEntity): number {
  return inGroup(contact, "waiting")
    ? contact.waiting_since_at
    : (contact.answered_at ?? contact.arrived_at);
}
