/** The live board: the floor in one line, every queue, every agent, every contact. */
import { useTranslation } from "react-i18next";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useMe, hasRight } from "../../api/session";
import { AgentTable } from "../../features/board/components/AgentTable";
import { ContactTable } from "../../features/board/components/ContactTable";
import { ForceStateDialog } from "../../features/board/components/ForceStateDialog";
import { QueueTable } from "../../features/board/components/QueueTable";
import { TotalsBar } from "../../features/board/components/TotalsBar";
import { Wallboard } from "../../features/board/components/Wallboard";
import type { BoardDrill } from "../../features/board/drill";
import { agentsSeen, contactsSeen, totalsOf, type BoardFilter } from "../../features/board/floor";
import { useAgents, useContacts, useQueueRows } from "../../features/board/hooks/useBoard";
import { useKnown } from "../../live/hooks";
import type { AgentEntity } from "../../live/protocol";
import { PageFrame } from "../../ui/Page";
import { Loading } from "../../ui/states";
import classes from "./Board.module.css";
import { boardDrillOf, NOTHING_BEHIND, searchOfBoard } from "../addresses";
import { BoardActions, BoardFilters } from "./BoardFilters";
import { BoardDrillDrawer } from "./BoardDrillDrawer";

const route = getRouteApi("/shell/board");

export function BoardPage() {
  const { t } = useTranslation();
  const me = useMe();
  const known = useKnown();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const drill = boardDrillOf(search);
  const [forced, setForced] = useState<AgentEntity | null>(null);
  const rows = useQueueRows();
  const agents = useAgents();
  const contacts = useContacts();
  const filter: BoardFilter = {
    queue: search.queue ?? null,
    team: search.team ?? null,
    state: search.state ?? null,
  };
  // With `replace` false one can go back to what was shown before.
  const set = (part: Partial<typeof search>, replace = true): void => {
    void navigate({ search: (old) => clean({ ...old, ...part }), replace });
  };
  const shownRows = rows.filter((row) => filter.queue === null || row.queue.id === filter.queue);
  const inScope = agentsSeen(agents, { ...filter, state: null });
  const shownAgents = agentsSeen(agents, filter);
  const shownContacts = contactsSeen(contacts, { group: "all", queue: filter.queue });
  const agentById = Object.fromEntries(agents.map((agent) => [agent.id, agent]));
  const contactById = Object.fromEntries(contacts.map((contact) => [contact.id, contact]));
  const queueById = Object.fromEntries(rows.map((row) => [row.queue.id, row.queue]));
  const open = (contact: string): void => set({ contact }, false);
  const setDrill = (next: BoardDrill): void =>
    set({ ...NOTHING_BEHIND, ...searchOfBoard(next) }, false);
  if (search.wall === true) {
    return <Wallboard queue={filter.queue} onLeave={() => set({ wall: undefined })} />;
  }
  if (!known) return <Loading />;
  return (
    <PageFrame
      title={t("board.title")}
      actions={<BoardActions onWall={() => set({ wall: true })} />}
    >
      <BoardFilters
        filter={filter}
        rows={rows}
        agents={inScope}
        onChange={(next) => set(withoutNull(next))}
      />
      <TotalsBar
        totals={totalsOf(
          shownRows.map((row) => row.queue),
          inScope,
        )}
        rows={shownRows}
        queue={filter.queue}
        onDrill={setDrill}
      />
      <QueueTable
        rows={shownRows}
        onDrill={setDrill}
        onQueue={(queue) => set({ queue: filter.queue === queue ? undefined : queue })}
      />
      <div className={classes.halves}>
        <AgentTable
          agents={shownAgents}
          contacts={contactById}
          onContacts={(agent) => setDrill({ kind: "live", group: "all", queue: null, agent })}
          onContact={open}
          onForce={hasRight(me, "floor.steer") ? setForced : undefined}
        />
        <ContactTable
          label={t("board.contacts")}
          contacts={shownContacts}
          agents={agentById}
          queues={queueById}
          short
          chosen={search.contact}
          onOpen={open}
        />
      </div>
      <BoardDrillDrawer
        drill={drill}
        contact={search.contact ?? null}
        contacts={contacts}
        agents={agentById}
        queues={queueById}
        team={filter.team}
        onContact={(id) => set({ contact: id ?? undefined })}
        onDrill={setDrill}
        onClose={() => set(NOTHING_BEHIND)}
      />
      {forced !== null && <ForceStateDialog agent={forced} onClose={() => setForced(null)} />}
    </PageFrame>
  );
}

function clean<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

function withoutNull(filter: BoardFilter) {
  return {
    queue: filter.queue ?? undefined,
    team: filter.team ?? undefined,
    state: filter.state ?? undefined,
  };
}
