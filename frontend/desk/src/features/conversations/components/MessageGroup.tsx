import { Tooltip } from "@mantine/core";
import { IconCheck, IconChecks, IconEyeOff, IconNote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@onqueue/api/models";
import { dateTime, initials, timeOfDay } from "../../../ui/format";
import { withLinks } from "../groups";
import { FileList } from "./FileList";
import classes from "./MessageList.module.css";

interface MessageGroupProps {
  items: Message[];
  me: string;
  customerName: string;
  seen: number;
}

export function MessageGroup({ items, me, customerName, seen }: MessageGroupProps) {
  const { t, i18n } = useTranslation();
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return null;
  const side = first.kind === "customer" ? "customer" : "staff";
  const mine = first.author_id === me;
  const author = first.author_name || customerName;
  return (
    <div className={classes.group} data-side={side} data-kind={first.kind}>
      {side === "customer" && (
        <span className={classes.avatar} aria-hidden>
          {initials(author)}
        </span>
      )}
      <div className={classes.bubbles}>
        <div className={classes.author}>
          {first.kind === "note" && (
            <span className={classes.tag} data-kind="note">
              <IconNote size={12} aria-hidden /> {t("conversation.note_tag")}
            </span>
          )}
          {first.kind === "whisper" && (
            <span className={classes.tag} data-kind="whisper">
              <IconEyeOff size={12} aria-hidden />{" "}
              {t(mine ? "conversation.who_sees.whisper" : "conversation.whisper_tag")}
            </span>
          )}
          <span className={classes.authorName}>{mine ? t("conversation.you") : author}</span>
          <Tooltip label={dateTime(first.at, i18n.language)}>
            <time className="tnum">{timeOfDay(first.at, i18n.language)}</time>
          </Tooltip>
        </div>
        {items.map((message) => (
          <div key={message.id} className={classes.bubble} data-kind={message.kind}>
            {message.text !== "" && <Text text={message.text} language={message.language} />}
            {message.attachments.length > 0 && <FileList files={message.attachments} />}
          </div>
        ))}
        {first.kind === "reply" && <Delivery seen={last.seq <= seen} />}
      </div>
    </div>
  );
}

interface TextProps {
  text: string;
  /** What it is written in, where the customer's chat said so; read aloud with that voice. */
  language?: string;
}

export function Text({ text, language = "" }: TextProps) {
  return (
    <p className={classes.text} dir="auto" lang={language === "" ? undefined : language}>
      {withLinks(text).map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}

function Delivery({ seen }: { seen: boolean }) {
  const { t } = useTranslation();
  const Icon = seen ? IconChecks : IconCheck;
  return (
    <span className={classes.delivery} data-seen={seen}>
      <Icon size={14} aria-hidden /> {t(seen ? "conversation.seen" : "conversation.delivered")}
    </span>
  );
}
