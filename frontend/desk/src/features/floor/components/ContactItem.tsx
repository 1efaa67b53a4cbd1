import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useQueue } from "../../../live/hooks";
import type { ContactEntity } from "../../../live/protocol";
import { useThread } from "../../../live/threads";
import { unreadIn, useReadMark } from "../../../live/unread";
import { Timer } from "../../../ui/Timer";
import { waitingSince } from "../waiting";
import classes from "./ContactList.module.css";

export const REPLY_AMBER_MS = 60_000;
export const REPLY_RED_MS = 180_000;
const WRAP_AMBER_MS = 30_000;
const WRAP_RED_MS = 10_000;

interface ContactItemProps {
  contact: ContactEntity;
  shown: boolean;
  focused: boolean;
  onOpen: () => void;
}

export function ContactItem({ contact, shown, focused, onOpen }: ContactItemProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queue = useQueue(contact.queue)?.name ?? "";
  const { thread } = useThread(contact.conversation);
  const mark = useReadMark(contact.conversation);
  const unread = unreadIn(thread, mark, me.id);
  const last = thread.items.findLast((item) => item.kind !== "system");
  const typing = thread.typing.some((one) => one.side === "customer");
  const waiting =
    contact.state === "active" ? waitingSince(thread.items, contact.answered_at) : null;
  const name = contact.customer_name;
  return (
    <button
      type="button"
      className={classes.item}
      data-shown={shown}
      data-focused={focused}
      data-state={contact.state}
      aria-current={focused ? "true" : undefined}
      onClick={onOpen}
    >
      <span className={classes.line}>
        <span className={classes.name}>{name}</span>
        {contact.wrap_up_until_at !== null && contact.state === "wrap_up" ? (
          <Timer
            until={contact.wrap_up_until_at}
            amber={WRAP_AMBER_MS}
            red={WRAP_RED_MS}
            label={t("floor.contacts.wrap_left")}
          />
        ) : waiting !== null ? (
          <Timer
            since={waiting}
            amber={REPLY_AMBER_MS}
            red={REPLY_RED_MS}
            label={t("floor.contacts.waits")}
          />
        ) : (
          <Timer
            since={contact.answered_at ?? contact.arrived_at}
            label={t("floor.contacts.handled")}
          />
        )}
      </span>
      <span className={classes.line}>
        <span className={classes.preview} data-typing={typing} dir="auto">
          {typing ? t("floor.contacts.typing") : (last?.text ?? contact.topic)}
        </span>
        {unread > 0 && (
          <span className={`${classes.unread} tnum`}>
            {unread}
            <span className="visually-hidden"> {t("floor.contacts.unread")}</span>
          </span>
        )}
      </span>
      <span className={classes.tags}>
        <span>{queue}</span>
        {contact.state === "wrap_up" && <b data-tone="amber">{t("floor.contacts.wrap_up")}</b>}
        {contact.agent !== me.id && (
          <b data-tone="violet">
            <IconUsers size={12} aria-hidden /> {t("floor.contacts.consulted")}
          </b>
        )}
      </span>
    </button>
  );
}
