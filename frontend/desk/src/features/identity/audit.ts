/** The audit in words: codes of actions and kinds of things. */
import type { AuditRow } from "@onqueue/api/admin";
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
  const word = t(`admin.kind.${kind as "queue"}`, { defaultValue: "" });
  return word === "" ? kind.replaceAll("_", " ") : word;
}

/** "queue.changed" as a sentence's beginning; a code without words is shown readably as it is. */
export function actionText(action: string, t: Translate): string {
  const [kind = "", verb = ""] = action.split(".");
  const whole = t(`admin.action.${action.replaceAll(".", "_") as "person_invited"}`, {
    defaultValue: "",
  });
  if (whole !== "") return whole;
  const word = t(`admin.verb.${verb as "changed"}`, { defaultValue: "" });
  const done = word === "" ? verb.replaceAll("_", " ") : word;
  return `${kindText(kind, t)}: ${done}`;
}

/** What the row is about, by its name if it had one. */
export function subjectName(row: Pick<AuditRow, "before" | "after" | "subject">): string {
  for (const side of [row.after, row.before]) {
    const name = side?.["name"] ?? side?.["title"] ?? side?.["email"];
    if (typeof name === "string" && name !== "") return name;
  }
  return row.subject;
}
