/** The conversation as a plain text file, in the customer's language and time zone. */

import type { Message } from "../client/frames";
import type { Words } from "../i18n/words";

export function transcriptOf(messages: readonly Message[], words: Words, name: string): string {
  const date = new Intl.DateTimeFormat(words.region, { dateStyle: "full" });
  const lines = [words.t("transcript.title", { name })];
  let day = "";
  for (const message of messages) {
    const today = date.format(message.at);
    if (today !== day) lines.push("", today, "");
    day = today;
    lines.push(lineOf(message, words));
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** Of the day of its last message: a customer may keep several. */
export function fileNameOf(messages: readonly Message[], { t }: Pick<Words, "t">): string {
  // As a date is written for machines, in the customer's time.
  const day = new Intl.DateTimeFormat("sv").format(messages.at(-1)?.at);
  return `${t("transcript.file")} ${day}.txt`;
}

function lineOf(message: Message, words: Words): string {
  const files = message.files.map((file) => `[${file.name}, ${words.size(file.size)}]`);
  const time = words.clock(message.at);
  if (message.from === "system") return `${time}  · ${words.system(message)}`;
  const who = message.from === "customer" ? words.t("chat.you") : (message.name ?? "");
  const text = [message.text.replace(/\r?\n/g, "\r\n       "), ...files].filter(Boolean).join(" ");
  return `${time}  ${who}: ${text}`;
}

export function download(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
