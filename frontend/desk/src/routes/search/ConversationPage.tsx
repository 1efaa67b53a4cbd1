/** A conversation to read: its messages, and for each contact what happened and why. */
import { Button, Select, Tabs } from "@mantine/core";
import { IconUser } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Conversation } from "@onqueue/api/models";
import { useAgentNames, useQueues, useWrapUpCodes } from "../../api/directory";
import { useRight } from "../../api/session";
import { MessageList } from "../../features/conversations/components/MessageList";
import { VisitList } from "../../features/conversations/components/VisitList";
import { useConversation } from "../../features/conversations/api";
import { ExplainPanel } from "../../features/floor/components/ExplainPanel";
import { useThread } from "../../live/threads";
import { dateTime } from "../../ui/format";
import { PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";
import classes from "./Search.module.css";

const RecordingList = lazy(() => import("../../features/recording/components/RecordingList"));

const route = getRouteApi("/shell/conversations/$id");

export function ConversationPage() {
  const { id } = route.useParams();
  const conversation = useConversation(id);
  if (conversation.isError) {
    return <ErrorState error={conversation.error} retry={() => void conversation.refetch()} />;
  }
  if (conversation.data === undefined) return <Loading />;
  return <Reader key={id} conversation={conversation.data} />;
}

function Reader({ conversation }: { conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const mayCustomer = useRight("customer.read");
  const view = useThread(conversation.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const contacts = conversation.contacts;
  const contact = contacts.find((one) => one.id === chosen) ?? contacts.at(-1);
  return (
    <PageFrame
      fill
      title={conversation.customer_name}
      text={dateTime(conversation.opened_at, i18n.language)}
      actions={
        mayCustomer ? (
          <Button
            variant="default"
            leftSection={<IconUser size={16} />}
            renderRoot={(props) => (
              <Link {...props} to="/customers/$id" params={{ id: conversation.customer }} />
            )}
          >
            {t("search.open_customer")}
          </Button>
        ) : null
      }
    >
      <div className={classes.reader}>
        <div className={classes.thread}>
          <MessageList
            conversation={conversation.id}
            view={view}
            customerName={conversation.customer_name}
          />
        </div>
        <div className={classes.side}>
          {contacts.length > 1 && (
            <Select
              mb="sm"
              label={t("search.contact")}
              allowDeselect={false}
              data={contacts.map((one) => ({
                value: one.id,
                label: `${one.topic} · ${dateTime(one.arrived_at ?? conversation.opened_at, i18n.language)}`,
              }))}
              value={contact?.id ?? null}
              onChange={setChosen}
            />
          )}
          {contact !== undefined && <ContactSide contact={contact} />}
        </div>
      </div>
    </PageFrame>
  );
}

function ContactSide({ contact }: { contact: Contact }) {
  const { t, i18n } = useTranslation();
  const queue = useQueues().data?.find((one) => one.id === contact.queue)?.name;
  const code = useWrapUpCodes().data?.find((one) => one.id === contact.wrap_up_code)?.name;
  const agent = useAgentNames().get(contact.agent ?? "");
  const heard = useRight("recording.hear") && contact.channel === "voice";
  return (
    <>
      {contact.recap !== null && (
        <div className={classes.recap}>
          <b>{contact.recap.action}</b>
          <span>
            {contact.recap.owner}
            {contact.recap.due_at !== null && ` · ${dateTime(contact.recap.due_at, i18n.language)}`}
          </span>
        </div>
      )}
      <dl className={classes.facts}>
        <Fact name={t("search.queue")} value={queue} />
        <Fact name={t("search.agent")} value={agent} />
        <Fact name={t("search.code")} value={code ?? contact.wrap_up_code} />
        <Fact
          name={t("search.csat")}
          value={contact.csat === null ? "" : `${contact.csat} / 5 ${contact.csat_comment}`.trim()}
        />
      </dl>
      <Tabs defaultValue="events" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="events">{t("search.events")}</Tabs.Tab>
          <Tabs.Tab value="visits">{t("search.visits")}</Tabs.Tab>
          {heard && <Tabs.Tab value="recordings">{t("board.recordings")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="events" pt="sm">
          <ExplainPanel contact={contact.id} />
        </Tabs.Panel>
        <Tabs.Panel value="visits" pt="sm">
          <VisitList conversation={contact.conversation} />
        </Tabs.Panel>
        {heard && (
          <Tabs.Panel value="recordings" pt="sm">
            <Suspense fallback={<Loading />}>
              <RecordingList contact={contact.id} />
            </Suspense>
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  if (value === undefined || value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
