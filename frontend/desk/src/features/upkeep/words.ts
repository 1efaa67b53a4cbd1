/** The server's codes in words; a code without words is shown as the server said it. */
import type { Finding, HealthPart } from "@onqueue/api/models";
import type { Translate } from "../../i18n/i18n";
import { binarySize } from "../../ui/format";

const key = (code: string): string => code.replaceAll(".", "_");

export function partText(
  part: Pick<HealthPart, "code" | "params" | "text">,
  t: Translate,
  language: string,
): string {
  const params = Object.entries(part.params).map(([name, value]) => [
    name,
    name.endsWith("_bytes") ? binarySize(Number(value), language) : value,
  ]);
  return t(`health.said.${key(part.code) as "floor_runs"}`, {
    ...(Object.fromEntries(params) as HealthPart["params"]),
    defaultValue: part.text,
  });
}

export function findingText(
  found: Pick<Finding, "kind" | "detail" | "text">,
  t: Translate,
): string {
  return t(`health.found.${key(found.kind) as "job_parked"}`, {
    detail: found.detail,
    defaultValue: found.text,
  });
}

export function jobText(kind: string, t: Translate): string {
  return t(`health.job_kind.${key(kind) as "identity_reset"}`, { defaultValue: kind });
}
