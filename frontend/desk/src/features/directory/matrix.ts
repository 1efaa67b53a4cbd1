/** Changes in the matrix of agents: a box that is ticked, a level that is set. */
import type { AgentDraft, AgentProfile } from "@onqueue/api/models";

export function draftOf(agent: AgentProfile): AgentDraft {
  const { skills, queues, capacity, exclusive } = agent;
  const { units_max, units, reserved, interrupts, cleared } = agent;
  return {
    skills,
    queues,
    capacity,
    exclusive,
    units_max,
    units,
    reserved,
    interrupts,
    cleared,
  };
}

export function withQueue(draft: AgentDraft, queue: string, has: boolean): AgentDraft {
  const others = draft.queues.filter((one) => one !== queue);
  return { ...draft, queues: has ? [...others, queue] : others };
}

/** A level of 0 takes the skill away. */
export function withSkill(draft: AgentDraft, skill: string, level: number): AgentDraft {
  const at = draft.skills.findIndex((one) => one.skill === skill);
  if (level <= 0) return { ...draft, skills: draft.skills.filter((one) => one.skill !== skill) };
  if (at < 0) return { ...draft, skills: [...draft.skills, { skill, level }] };
  return {
    ...draft,
    skills: draft.skills.map((one, index) => (index === at ? { skill, level } : one)),
  };
}

export function levelOf(draft: Pick<AgentDraft, "skills">, skill: string): number {
  return draft.skills.find((one) => one.skill === skill)?.level ?? 0;
}
