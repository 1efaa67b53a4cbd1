/** The audit in words: codes of actions and kinds of things. */
import type { AuditRow } from "@onqueue/api/models";
import type { Translate } from "../../i18n/i18n";

export const KINDS = [
  "account",
  "team",
  "centre",
  "queue",
  "skill",
  "hours",
  "wrap_up_code",
  "state_reason",
  "canned_reply",
  "chat_widget",
  "agent",
  "customer",
  "contact",
] as const;

export function kindText(kind: string, t: Translate): string {
  const word: string = t(`admin.kind.${kind as "queue"}`, { defaultValue: "" });
  return word === "" ? kind.replaceAll("_", " ") : word;
}

/** "queue.changed" as a sentence's beginning; a code without words is shown readably as it is. */
export function actionText(action: string, t: Translate): string {
  const [kind = "", verb = ""] = action.split(".");
  const whole: string = t(`admin.action.${action.replaceAll(".", "_") as "session_opened"}`, {
    defaultValue: "",
  });
  if (whole !== "") return whole;
  const word: string = t(`admin.verb.${verb as "changed"}`, { defaultValue: "" });
  const done = word === "" ? verb.replaceAll("_", " ") : word;
  return `${kindText(kind, t)}: ${done}`;
}

/** What the row is about, by its name where one is known. */
export function subjectName(
  row: Pick<AuditRow, "before" | "after" | "subject" | "actor" | "actor_name">,
  names: Record<string, string>,
): string {
  for (const side of [row.after, row.before]) {
    const name = side?.["name"] ?? side?.["title"];
    if (typeof name === "string" && name !== "") return name;
  }
  return names[row.subject] ?? (row.subject === row.actor ? row.actor_name : row.subject);
}
