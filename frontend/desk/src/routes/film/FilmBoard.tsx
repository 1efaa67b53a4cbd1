/** The live board's own parts, at the moment that the film shows. */
import { Alert, Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Film } from "@onqueue/api/models";
import { AgentTable } from "../../features/board/components/AgentTable";
import { ContactTable } from "../../features/board/components/ContactTable";
import { QueueTable } from "../../features/board/components/QueueTable";
import type { LiveDrill } from "../../features/board/drill";
import { agentsSeen, contactsSeen, NO_FILTER } from "../../features/board/floor";
import { worst, tonesOf } from "../../features/board/thresholds";
import { FilmBar } from "../../features/films/components/FilmBar";
import { FilmStory } from "../../features/films/components/FilmStory";
import { useReel } from "../../features/films/hooks/useReel";
import { FilmTime } from "../../ui/now";
import { problemText } from "../../ui/problems";
import { Loading } from "../../ui/states";
import classes from "../board/Board.module.css";

const EVERYTHING: LiveDrill = { kind: "live", group: "all", queue: null, agent: null };

export function FilmBoard({ film, onClose }: { film: Film; onClose: () => void }) {
  const { t } = useTranslation();
  const player = useReel(film);
  const [contact, setContact] = useState<string | null>(null);
  const [drill, setDrill] = useState<LiveDrill>(EVERYTHING);
  const { reel } = player;
  if (player.error !== null) {
    return (
      <Alert color="coral" role="alert">
        {problemText(player.error, t)} <Button onClick={onClose}>{t("film.close")}</Button>
      </Alert>
    );
  }
  if (reel === null) return <Loading />;
  const { agent, queue, contact: contacts } = reel.entities;
  const rows = Object.values(queue)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((one) => {
      const tones = tonesOf(one, undefined, undefined, reel.at);
      return { queue: one, stats: undefined, settings: undefined, tones, tone: worst(tones) };
    });
  return (
    <FilmTime.Provider value={reel.at}>
      <FilmBar film={film} player={player} onContact={setContact} onClose={onClose} />
      <QueueTable
        rows={rows}
        onDrill={(next) => (next.kind === "live" ? setDrill(next) : undefined)}
        onQueue={(id) => setDrill({ ...EVERYTHING, queue: id })}
      />
      <div className={classes.halves}>
        <AgentTable
          agents={agentsSeen(Object.values(agent), { ...NO_FILTER, queue: drill.queue })}
          contacts={contacts}
          onContacts={(id) => setDrill({ ...EVERYTHING, agent: id })}
          onContact={setContact}
        />
        <ContactTable
          label={t("board.contacts")}
          contacts={contactsSeen(Object.values(contacts), drill)}
          agents={agent}
          queues={queue}
          filters={
            drill === EVERYTHING ? undefined : (
              <Button size="compact-sm" variant="subtle" onClick={() => setDrill(EVERYTHING)}>
                {t("film.all_contacts")}
              </Button>
            )
          }
          short
          chosen={contact}
          onOpen={setContact}
        />
      </div>
      {contact !== null && (
        <FilmStory film={film.id} contact={contact} onClose={() => setContact(null)} />
      )}
    </FilmTime.Provider>
  );
}
