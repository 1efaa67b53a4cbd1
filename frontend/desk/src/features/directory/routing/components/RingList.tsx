/** Rings: what is given up for those who have waited, step by step. */
import { MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Ring } from "@onqueue/api/models";
import { useSkills } from "../../../../api/lists";
import { duration } from "../../../../ui/format";
import { NumberField } from "../../../../ui/form/NumberField";
import { SecondsField } from "../../../../ui/form/SecondsField";
import { QueuesField, useQueueNames } from "../../components/RecordBits";
import { SkillLevels } from "../../components/SkillLevels";
import { movedRing, nextRing, problemAt, RINGS_MAX, type Problems } from "../rules";
import { ListItem, OrderedList } from "./ListItem";

interface RingListProps {
  rings: Ring[];
  problems: Problems;
  onChange: (rings: Ring[]) => void;
}

export function RingList({ rings, problems, onChange }: RingListProps) {
  const { t } = useTranslation();
  const skills = useSkills().data ?? [];
  const queues = useQueueNames();
  const skill = (id: string): string => skills.find((one) => one.id === id)?.name ?? id;
  const says = (ring: Ring): string => {
    const parts = [
      ...ring.drop.map((id) => t("routing.ring.says_drop", { skill: skill(id) })),
      ...ring.lower.map((one) =>
        t("routing.ring.says_lower", { skill: skill(one.skill), level: one.level }),
      ),
      ...ring.queues.map((id) => t("routing.ring.says_queue", { queue: queues[id] ?? id })),
      ...(ring.priority > 0 ? [t("routing.ring.says_priority", { n: ring.priority })] : []),
    ];
    const what = parts.length === 0 ? t("routing.ring.says_nothing") : parts.join("; ");
    return t("routing.ring.says", { time: duration(ring.after_s * 1_000), what });
  };
  const put = (index: number, changed: Partial<Ring>): void =>
    onChange(rings.map((ring, at) => (at === index ? { ...ring, ...changed } : ring)));
  return (
    <OrderedList
      label={t("routing.rings")}
      entries={rings}
      none={t("routing.ring.none")}
      add={t("routing.ring.add")}
      most={RINGS_MAX}
      onAdd={() => onChange([...rings, nextRing(rings)])}
    >
      {(ring, index) => (
        <ListItem
          key={index}
          title={t("routing.ring.title", { number: index + 1 })}
          says={says(ring)}
          first={index === 0}
          last={index === rings.length - 1}
          problem={problemAt(problems, `rings.${index}`)}
          onMove={(by) => onChange(movedRing(rings, index, by))}
          onRemove={() => onChange(rings.filter((_, at) => at !== index))}
        >
          <SecondsField
            label={t("routing.ring.after")}
            value={ring.after_s}
            onChange={(after_s) => put(index, { after_s })}
          />
          <MultiSelect
            label={t("routing.ring.drop")}
            data={skills.map(({ id, name }) => ({ value: id, label: name }))}
            value={ring.drop}
            searchable
            onChange={(drop) => put(index, { drop })}
          />
          <SkillLevels
            label={t("routing.ring.lower")}
            value={ring.lower}
            empty={t("routing.ring.lower_none")}
            onChange={(lower) => put(index, { lower })}
          />
          <QueuesField
            label={t("routing.ring.queues")}
            value={ring.queues}
            placeholder=""
            onChange={(next) => put(index, { queues: next })}
          />
          <NumberField
            label={t("routing.ring.priority")}
            min={0}
            max={100}
            value={ring.priority}
            onChange={(priority) => put(index, { priority })}
          />
        </ListItem>
      )}
    </OrderedList>
  );
}
