/** The live parts of the board, and the settings that belong to its queues. */
import type { Queue } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { useQueueList } from "../../../live/hooks";
import type { AgentEntity, ContactEntity, QueueEntity, StatsEntity } from "../../../live/protocol";
import type { LiveState } from "../../../live/reducer";
import { sameItems, useLive } from "../../../live/store";
import { useNow } from "../../../ui/now";
import { tonesOf, worst, type Tone, type Tones } from "../thresholds";

export interface QueueRow {
  queue: QueueEntity;
  stats: StatsEntity | undefined;
  settings: Queue | undefined;
  tones: Tones;
  tone: Tone;
}

const agentsOf = (state: LiveState): AgentEntity[] => Object.values(state.entities.agent);
const contactsOf = (state: LiveState): ContactEntity[] => Object.values(state.entities.contact);
const statsOf = (state: LiveState): Record<string, StatsEntity> => state.entities.stats;

export function useAgents(): AgentEntity[] {
  return useLive(agentsOf, sameItems);
}

export function useContacts(): ContactEntity[] {
  return useLive(contactsOf, sameItems);
}

export function useQueueRows(): QueueRow[] {
  const now = useNow();
  const queues = useQueueList();
  const stats = useLive(statsOf);
  const settings = new Map((useQueues().data ?? []).map((one) => [one.id, one]));
  return queues.map((queue) => {
    const own = settings.get(queue.id);
    const tones = tonesOf(queue, stats[queue.id], own?.thresholds, now);
    return { queue, stats: stats[queue.id], settings: own, tones, tone: worst(tones) };
  });
}
