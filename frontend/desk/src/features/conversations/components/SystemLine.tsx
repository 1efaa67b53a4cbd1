import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { Message } from "@onqueue/api/models";
import { timeOfDay } from "../../../ui/format";
import classes from "./MessageList.module.css";

/** What happened, in the reader's language where we have words for it. */
export function systemText(message: Message): string {
  const key = `conversation.system.${message.code.replaceAll(".", "_")}`;
  const say = i18next.t as (key: string, params: object) => string;
  return i18next.exists(key) ? say(key, message.params) : message.text;
}

export function SystemLine({ message }: { message: Message }) {
  const { i18n } = useTranslation();
  return (
    <div className={classes.system}>
      {systemText(message)} <time className="tnum">{timeOfDay(message.at, i18n.language)}</time>
    </div>
  );
}
