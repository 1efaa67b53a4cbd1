/** Agents down, queues or skills across: a change is saved at once, and can be taken back. */
import { Checkbox, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgentProfile } from "@onqueue/api/models";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import type { ListControl } from "../../../ui/table/list";
import { useAgentSaving } from "../hooks/useAgentSaving";
import { draftOf, levelOf, withQueue, withSkill } from "../matrix";
import classes from "./AgentMatrix.module.css";

interface AgentMatrixProps {
  kind: "queues" | "skills";
  agents: AgentProfile[] | undefined;
  columns: { id: string; name: string }[];
  error: unknown;
  retry: () => void;
  filters: React.ReactNode;
  list: ListControl;
  total: number;
  onOpen: (account: string) => void;
}

const LEVELS = Array.from({ length: 11 }, (_, level) => ({
  value: String(level),
  label: level === 0 ? "–" : String(level),
}));

export function AgentMatrix(props: AgentMatrixProps) {
  const { t } = useTranslation();
  const { saving, save } = useAgentSaving();
  const { kind } = props;
  const cell = (agent: AgentProfile, column: { id: string; name: string }): React.ReactNode => {
    const label = t("admin.agents.cell", { agent: agent.name, what: column.name });
    const busy = saving === agent.account_id;
    if (kind === "queues") {
      return (
        <Checkbox
          className={classes.box}
          aria-label={label}
          checked={agent.queues.includes(column.id)}
          disabled={busy}
          onChange={(event) =>
            void save(agent, withQueue(draftOf(agent), column.id, event.currentTarget.checked))
          }
        />
      );
    }
    const level = levelOf(agent, column.id);
    return (
      <NativeSelect
        size="xs"
        className={classes.level}
        data-has={level > 0}
        aria-label={label}
        value={String(level)}
        disabled={busy}
        data={LEVELS}
        onChange={(event) =>
          void save(agent, withSkill(draftOf(agent), column.id, Number(event.currentTarget.value)))
        }
      />
    );
  };
  const columns: Column<AgentProfile>[] = [
    {
      id: "name",
      header: t("admin.field.name"),
      sort: "name",
      cell: (agent) => (
        <button
          type="button"
          className={classes.name}
          onClick={() => props.onOpen(agent.account_id)}
        >
          {agent.name}
        </button>
      ),
    },
    ...props.columns.map((column) => ({
      id: column.id,
      header: column.name,
      cell: (agent: AgentProfile) => cell(agent, column),
    })),
  ];
  return (
    <DataTable
      label={t("admin.nav.agents")}
      columns={columns}
      rows={props.agents}
      rowId={(agent) => agent.account_id}
      list={props.list}
      total={props.total}
      error={props.error}
      retry={props.retry}
      filters={props.filters}
      empty={{ title: t("admin.agents.none"), text: t("admin.agents.none_text") }}
    />
  );
}
