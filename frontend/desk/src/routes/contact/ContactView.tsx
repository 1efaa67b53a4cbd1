/** One contact seen by a supervisor: live when it is on the floor, else as it was. */
import { Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { Contact } from "@onqueue/api/models";
import { useMe } from "../../api/session";
import { MessageList } from "../../features/conversations/components/MessageList";
import { VisitList } from "../../features/conversations/components/VisitList";
import { useConversation } from "../../features/conversations/api";
import { EventList } from "../../features/floor/components/EventList";
import { ExplainPanel } from "../../features/floor/components/ExplainPanel";
import { useContact } from "../../live/hooks";
import { useThread } from "../../live/threads";
import { ErrorState, Loading } from "../../ui/states";
import classes from "./Contact.module.css";
import { ContactFacts } from "./ContactFacts";
import { WatchPane } from "./WatchPane";

const RecordingList = lazy(() => import("../../features/recording/components/RecordingList"));

interface ContactViewProps {
  id: string;
}

export function ContactView({ id }: ContactViewProps) {
  const live = useContact(id);
  const contact = useQuery({
    queryKey: ["contact", id, live?.state],
    queryFn: () => unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } })),
    placeholderData: (old: Contact | undefined) => old,
  });
  if (live === undefined && contact.isError) {
    return <ErrorState error={contact.error} retry={() => void contact.refetch()} />;
  }
  const conversation = live?.conversation ?? contact.data?.conversation;
  if (conversation === undefined) return <Loading />;
  return (
    <div className={classes.view}>
      {live === undefined ? (
        <PastThread conversation={conversation} />
      ) : (
        <WatchPane key={id} contact={live} />
      )}
      <ContactSide id={id} conversation={conversation} contact={contact.data} />
    </div>
  );
}

function PastThread({ conversation }: { conversation: string }) {
  const view = useThread(conversation, false);
  const name = useConversation(conversation).data?.customer_name ?? "";
  return (
    <section className={classes.thread}>
      <MessageList conversation={conversation} view={view} customerName={name} />
    </section>
  );
}

interface ContactSideProps {
  id: string;
  conversation: string;
  contact: Contact | undefined;
}

function ContactSide({ id, conversation, contact }: ContactSideProps) {
  const { t } = useTranslation();
  const heard = useMe().rights.includes("recording.hear") && contact?.channel === "voice";
  return (
    <aside className={classes.side}>
      <ContactFacts id={id} contact={contact} />
      <Tabs defaultValue="events" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="events">{t("board.events")}</Tabs.Tab>
          <Tabs.Tab value="why">{t("board.why")}</Tabs.Tab>
          <Tabs.Tab value="visits">{t("board.visits")}</Tabs.Tab>
          {heard && <Tabs.Tab value="recordings">{t("board.recordings")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="events" pt="sm">
          <EventList contact={id} />
        </Tabs.Panel>
        <Tabs.Panel value="why" pt="sm">
          <ExplainPanel contact={id} />
        </Tabs.Panel>
        <Tabs.Panel value="visits" pt="sm">
          <VisitList conversation={conversation} />
        </Tabs.Panel>
        {heard && (
          <Tabs.Panel value="recordings" pt="sm">
            <Suspense fallback={<Loading />}>
              <RecordingList contact={id} />
            </Suspense>
          </Tabs.Panel>
        )}
      </Tabs>
    </aside>
  );
}
