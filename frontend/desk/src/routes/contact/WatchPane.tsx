/** Reading a conversation as it happens; and, when it is needed, whispering, joining, taking over. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconExternalLink, IconEye } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OwnMessageKind, Visit } from "@onqueue/api/models";
import { useAgentNames } from "../../api/directory";
import { useCentre } from "../../api/lists";
import { useMe } from "../../api/session";
import { actsOn, type Acts } from "../../features/board/acts";
import { ListenBar } from "../../features/calls/components/ListenBar";
import { useVisit } from "../../features/board/hooks/useVisit";
import { Composer } from "../../features/conversations/components/Composer";
import { MessageList } from "../../features/conversations/components/MessageList";
import { VisitorsBar } from "../../features/conversations/components/VisitorsBar";
import { NoteBar } from "../../features/floor/components/NoteBar";
import { useQueue } from "../../live/hooks";
import type { ContactEntity } from "../../live/protocol";
import { useThread } from "../../live/threads";
import { ActMenu } from "./ActMenu";
import classes from "./Contact.module.css";

interface WatchPaneProps {
  contact: ContactEntity;
}

const KINDS: Record<"whisper" | "join", readonly OwnMessageKind[]> = {
  whisper: ["whisper"],
  join: ["reply"],
};

export function WatchPane({ contact }: WatchPaneProps) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = actsOn(contact, me);
  const visit = useVisit(contact.id, acts.read);
  const view = useThread(contact.conversation);
  const agent = useAgentNames().get(contact.agent ?? "") ?? "";
  const modes = modesOf(acts, contact);
  const mode = visit.mode !== null && modes.includes(visit.mode) ? visit.mode : "read";
  const mine = contact.agent === me.id;
  return (
    <section className={classes.thread} data-mode={mode} aria-label={t("board.watch.label")}>
      <header className={classes.acts}>
        {modes.length > 1 && visit.mode !== null && (
          <SegmentedControl
            size="xs"
            aria-label={t("board.watch.mode")}
            color={mode === "whisper" ? "violet" : mode === "join" ? "petrol" : undefined}
            data={modes.map((value) => ({ value, label: t(`board.watch.${value}`) }))}
            value={mode}
            onChange={(next) => void visit.become(next)}
          />
        )}
        <span className={classes.spring} />
        {mine && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconExternalLink size={15} aria-hidden />}
            renderRoot={(props) => <Link {...props} to="/work" />}
          >
            {t("board.watch.mine")}
          </Button>
        )}
        <ActMenu contact={contact} acts={acts} agent={agent} />
      </header>
      <ListenBar contact={contact} may={acts} onStopped={() => void visit.become("read")} />
      <NoteBar note={contact.note} />
      <VisitorsBar visitors={contact.visitors} />
      {acts.read ? (
        <MessageList
          key={contact.conversation}
          conversation={contact.conversation}
          view={view}
          customerName={contact.customer_name}
        />
      ) : (
        <p className={classes.reading}>
          {mine ? t("board.watch.mine_text") : t("board.watch.may_not")}
        </p>
      )}
      {acts.read && mode === "read" && <Reading agent={agent} />}
      {mode !== "read" && <Writing contact={contact} mode={mode} agent={agent} />}
    </section>
  );
}

function modesOf(acts: Acts, { caller }: ContactEntity): Visit["mode"][] {
  return [
    "read",
    ...(acts.whisper ? (["whisper"] as const) : []),
    // Who telephones cannot read; one joins their call.
    ...(acts.join && caller === null ? (["join"] as const) : []),
  ];
}

function Reading({ agent }: { agent: string }) {
  const { t } = useTranslation();
  return (
    <p className={classes.reading} role="status">
      <IconEye size={16} aria-hidden />
      {agent === "" ? t("board.watch.reading_waiting") : t("board.watch.reading", { agent })}
    </p>
  );
}

interface WritingProps {
  contact: ContactEntity;
  mode: "whisper" | "join";
  agent: string;
}

/** Where a supervisor writes: to the agent alone, or to the customer, and never both. */
function Writing({ contact, mode, agent }: WritingProps) {
  const { t } = useTranslation();
  const me = useMe();
  const centre = useCentre().data?.name ?? "";
  const queue = useQueue(contact.queue)?.name ?? "";
  return (
    <div className={classes.writing} data-mode={mode}>
      <p className={classes.banner}>
        {mode === "whisper"
          ? t("board.watch.whisper_banner", { agent })
          : t("board.watch.join_banner", { customer: contact.customer_name })}
      </p>
      <Composer
        key={`${contact.conversation}${mode}`}
        conversation={contact.conversation}
        kinds={KINDS[mode]}
        focused
        context={{ customer: contact.customer_name, agent: me.name, queue, centre }}
        where={{ queue: contact.queue, language: contact.language }}
      />
    </div>
  );
}
