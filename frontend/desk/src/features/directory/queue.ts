/** A new queue as a well-run centre would have it, and thresholds that make sense. */
import type { QueueDraft, Queue, Thresholds } from "@onqueue/api/models";

export const CHANNELS = [
  "chat",
  "voice",
  "email",
  "messaging",
  "video",
  "callback",
  "task",
] as const;

export const NEW_QUEUE: QueueDraft = {
  name: "",
  description: "",
  channel: "chat",
  priority: 0,
  threshold_s: 20,
  target_percent: 80,
  offer_ttl_s: 20,
  wrap_up_s: 60,
  wrap_up_extension_s: 60,
  wrap_up_extensions_max: 2,
  hours_id: null,
  skills: [],
  thresholds: {
    waiting_amber: 5,
    waiting_red: 10,
    oldest_amber_s: 60,
    oldest_red_s: 180,
    sl_amber: 80,
    sl_red: 60,
  },
};

export function draftOf(queue: Queue): QueueDraft {
  const names = Object.keys(NEW_QUEUE) as (keyof QueueDraft)[];
  return Object.fromEntries(names.map((name) => [name, queue[name]])) as unknown as QueueDraft;
}

export type ThresholdFault = "waiting" | "oldest" | "sl";

/** Waiting and waits grow, so amber comes first; service level falls, so amber is the larger. */
export function thresholdFault(limits: Thresholds): ThresholdFault | null {
  if (limits.waiting_amber > limits.waiting_red) return "waiting";
  if (limits.oldest_amber_s > limits.oldest_red_s) return "oldest";
  return limits.sl_amber < limits.sl_red ? "sl" : null;
}
