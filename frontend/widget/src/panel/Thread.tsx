import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message } from "../client/frames";
import type { ClientView } from "../client/view";
import { useEnv } from "./env";
import { Icon } from "./icons";
import { MessageRow, PendingRow } from "./MessageRow";

interface Props {
  view: ClientView;
  shown: boolean;
  onEdit: (text: string) => void;
  children?: ComponentChildren;
}

/** Messages closer than this, by the same person, stand together. */
const TOGETHER_MS = 180_000;
const AT_END_PX = 40;

/** The messages, the newest in view unless the customer has scrolled up. */
export function Thread({ view, shown, onEdit, children }: Props) {
  const { t, client } = useEnv();
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const { messages, acked, pending, typing } = view;
  const says = pending.filter(({ frame }) => frame.t === "say");
  const own = (messages.at(-1)?.seq ?? 0) + acked.length + says.length;

  useLayoutEffect(() => {
    if (shown && atEnd) scrollToEnd(box.current);
  }, [shown, atEnd, own, typing, view.state]);
  // What the customer has just written is always shown.
  useLayoutEffect(() => scrollToEnd(box.current), [says.length]);
  // A banner, a file or a phone's keyboard takes room away: what was at the end stays there.
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      if (atEnd) scrollToEnd(box.current);
    });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [atEnd]);
  useEffect(() => {
    const read = () => {
      if (shown && atEnd && !document.hidden) client.markRead();
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [client, shown, atEnd, own]);

  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: ScrollOf) =>
    setAtEnd(scrollHeight - scrollTop - clientHeight < AT_END_PX);

  return (
    <div class="thread">
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div class="scroll" ref={box} tabIndex={0} onScroll={onScroll}>
        <div class="log" role="log" aria-live="polite" aria-label={t("chat.log")}>
          <Rows messages={messages} agentReadTo={view.agentReadTo} />
          {acked.map((item) => (
            <PendingRow key={item.frame.id} item={item} mark="sent" onEdit={onEdit} />
          ))}
          {says.map((item) => (
            <PendingRow
              key={item.frame.id}
              item={item}
              mark={item.failure ? "failed" : view.link === "down" ? "queued" : "sending"}
              onEdit={onEdit}
            />
          ))}
        </div>
        {typing && (
          <p class="typing" role="status">
            <i />
            <i />
            <i />
            <span class="sr">{t("chat.typing", { name: typing })}</span>
          </p>
        )}
        {children}
      </div>
      {!atEnd && view.unread > 0 && (
        <button class="newer" type="button" onClick={() => scrollToEnd(box.current)}>
          <Icon name="down" />
          {t("chat.newer")}
        </button>
      )}
    </div>
  );
}

function scrollToEnd(box: HTMLDivElement | null): void {
  if (box) box.scrollTop = box.scrollHeight;
}

interface ScrollOf {
  currentTarget: HTMLDivElement;
}

function Rows({ messages, agentReadTo }: { messages: readonly Message[]; agentReadTo: number }) {
  const { t, day } = useEnv();
  const lastOwn = messages.findLast(({ from }) => from === "customer");
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = !before || !sameDay(before.at, message.at);
    const first = newDay || !together(before, message);
    return (
      <div key={message.seq} class="entry">
        {newDay && <p class="day">{day(message.at)}</p>}
        <MessageRow message={message} first={first} />
        {message === lastOwn && (
          <p class="mark end">{t(message.seq <= agentReadTo ? "mark.read" : "mark.sent")}</p>
        )}
      </div>
    );
  });
}

function together(one: Message, next: Message): boolean {
  return one.from === next.from && one.name === next.name && next.at - one.at < TOGETHER_MS;
}

function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
