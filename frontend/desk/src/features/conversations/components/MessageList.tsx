/** The messages of a conversation: stays at the end while one is there, and never jumps otherwise. */
import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useOutgoing } from "../../../live/sending";
import type { ThreadView } from "../../../live/threads";
import { readMarks } from "../../../live/unread";
import { dayOf } from "../../../ui/format";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { blocksOf } from "../groups";
import { useReading } from "../hooks/useReading";
import { MessageGroup } from "./MessageGroup";
import classes from "./MessageList.module.css";
import { OutgoingBubble } from "./OutgoingBubble";
import { SystemLine } from "./SystemLine";
import { TypingLine } from "./TypingLine";

const NEAR_END_PX = 80;

interface MessageListProps {
  conversation: string;
  view: ThreadView;
  customerName: string;
  /** Reading as the owner is told to the customer; looking in as a supervisor is not. */
  tellCustomer?: boolean;
}

export function MessageList({
  conversation,
  view,
  customerName,
  tellCustomer = false,
}: MessageListProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { thread } = view;
  const outgoing = useOutgoing(conversation);
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [mark] = useState(() => readMarks.get()[conversation] ?? null);
  const [loading, setLoading] = useState(false);
  const sent = new Set(thread.items.map((item) => item.id));
  const pending = outgoing.filter((item) => !sent.has(item.id));
  const last = thread.items.at(-1)?.seq ?? 0;
  useReading(conversation, thread.items, { atEnd, tellCustomer });

  const toEnd = (): void => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [atEnd, last, pending.length, thread.typing.length, view.ready]);

  const earlier = async (): Promise<void> => {
    const element = box.current;
    if (element === null) return;
    const fromEnd = element.scrollHeight - element.scrollTop;
    setLoading(true);
    try {
      await view.loadEarlier();
      requestAnimationFrame(() => {
        element.scrollTop = element.scrollHeight - fromEnd;
      });
    } finally {
      setLoading(false);
    }
  };
  const scrolled = (): void => {
    const element = box.current;
    if (element === null) return;
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
  };

  if (view.error !== null) return <ErrorState error={view.error} retry={view.retry} />;
  if (!view.ready) return <Loading />;
  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.scroll}
        onScroll={scrolled}
        role="log"
        aria-label={t("conversation.messages", { who: customerName })}
        // A log that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {thread.hasEarlier && (
          <Button
            className={classes.earlier}
            size="compact-xs"
            variant="default"
            loading={loading}
            onClick={() => void earlier()}
          >
            {t("conversation.earlier")}
          </Button>
        )}
        {thread.items.length === 0 && pending.length === 0 && (
          <EmptyState title={t("conversation.empty")} />
        )}
        {blocksOf(thread.items, mark, me.id).map((block) => {
          switch (block.type) {
            case "day":
              return (
                <div key={block.key} className={classes.day}>
                  <span>{dayOf(block.at, i18n.language)}</span>
                </div>
              );
            case "unread":
              return (
                <div key={block.key} className={classes.day} data-tone="unread">
                  <span>{t("conversation.new")}</span>
                </div>
              );
            case "system":
              return <SystemLine key={block.key} message={block.message} />;
            case "group":
              return (
                <MessageGroup
                  key={block.key}
                  items={block.items}
                  me={me.id}
                  customerName={customerName}
                  seen={thread.seenByCustomer}
                />
              );
          }
        })}
        {pending.map((item) => (
          <OutgoingBubble key={item.id} item={item} />
        ))}
        <TypingLine typing={thread.typing} customerName={customerName} />
      </div>
      {!atEnd && (
        <Button
          className={classes.toEnd}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          {t("conversation.to_end")}
        </Button>
      )}
    </div>
  );
}
