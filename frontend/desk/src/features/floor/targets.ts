/** Whom a contact can go to, with what one wants to know before choosing. */
import type { Targets } from "@onqueue/api/models";
import type { Translate } from "../../i18n/i18n";
import type { Target } from "./components/TargetPicker";

export function queueTargets(queues: Targets["queues"], t: Translate): Target[] {
  return queues.map((queue) => ({
    kind: "queue",
    id: queue.id,
    name: queue.name,
    detail: queue.open
      ? t("floor.targets.queue", { waiting: queue.waiting, free: queue.agents_free })
      : t("floor.targets.closed"),
  }));
}

/** The ones who could take it now come first. */
export function agentTargets(agents: Targets["agents"], t: Translate, me: string): Target[] {
  return agents
    .filter((agent) => agent.id !== me)
    .sort(
      (a, b) =>
        Number(b.state === "on_queue" && b.free) - Number(a.state === "on_queue" && a.free) ||
        a.name.localeCompare(b.name),
    )
    .map((agent) => ({
      kind: "agent",
      id: agent.id,
      name: agent.name,
      state: agent.state,
      queues: agent.queues,
      detail:
        agent.state === "on_queue"
          ? agent.free
            ? t("floor.targets.free")
            : t("floor.targets.busy")
          : t(`common.state.${agent.state}`),
    }));
}
