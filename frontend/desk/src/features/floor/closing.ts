/** The choices of the closing panel. */
import type { Code } from "@onqueue/api/models";

export interface CodeGroup {
  group: string;
  items: { value: string; label: string }[];
}

/** Codes that may be used for this queue, by group, in the order of their names. */
export function codeGroups(codes: readonly Code[], queue: string): CodeGroup[] {
  const groups = new Map<string, CodeGroup>();
  const usable = codes
    .filter((code) => !code.archived)
    .filter((code) => code.queue_ids.length === 0 || code.queue_ids.includes(queue))
    .sort((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
  for (const code of usable) {
    const group = groups.get(code.group) ?? { group: code.group, items: [] };
    group.items.push({ value: code.id, label: code.name });
    groups.set(code.group, group);
  }
  return [...groups.values()];
}

/** The instant of a date and time typed here, in this computer's time zone. */
export function dueAt(typed: string): number | null {
  const at = new Date(typed).getTime();
  return typed === "" || Number.isNaN(at) ? null : at;
}
