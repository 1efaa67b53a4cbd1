/** Diversions: where contacts go instead of waiting; the first that applies counts. */
import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Diversion } from "@onqueue/api/models";
import { useAgentNames } from "../../../../api/directory";
import { duration } from "../../../../ui/format";
import { NumberField } from "../../../../ui/form/NumberField";
import { SecondsField } from "../../../../ui/form/SecondsField";
import { useQueueNames } from "../../components/RecordBits";
import { useFlowNames } from "../api";
import {
  DIVERSIONS_MAX,
  moved,
  NEW_DIVERSION,
  OCCASIONS,
  PLACES,
  problemAt,
  unitOf,
  type Problems,
} from "../rules";
import { ListItem, OrderedList } from "./ListItem";

interface DiversionListProps {
  diversions: Diversion[];
  problems: Problems;
  onChange: (diversions: Diversion[]) => void;
}

export function DiversionList({ diversions, problems, onChange }: DiversionListProps) {
  const { t } = useTranslation();
  const queues = useQueueNames();
  const people = useAgentNames();
  const flows = useFlowNames();
  const put = (index: number, changed: Partial<Diversion>): void =>
    onChange(diversions.map((one, at) => (at === index ? { ...one, ...changed } : one)));
  const says = ({ when, to, over, target }: Diversion): string =>
    t("routing.diversion.says", {
      when: t(`routing.occasion_says.${when}`, { time: duration(over * 1_000), n: over }),
      to: t(`routing.place_says.${to}`, {
        name:
          queues[target] ?? people.get(target) ?? flows[target] ?? t("routing.diversion.nowhere"),
      }),
    });
  const targets: Partial<Record<Diversion["to"], [string, string][]>> = {
    queue: Object.entries(queues),
    person: [...people],
    flow: Object.entries(flows),
  };
  return (
    <OrderedList
      label={t("routing.diversions")}
      entries={diversions}
      none={t("routing.diversion.none")}
      add={t("routing.diversion.add")}
      most={DIVERSIONS_MAX}
      onAdd={() => onChange([...diversions, NEW_DIVERSION])}
    >
      {(one, index) => (
        <ListItem
          key={index}
          title={t("routing.diversion.title", { number: index + 1 })}
          says={says(one)}
          first={index === 0}
          last={index === diversions.length - 1}
          problem={problemAt(problems, `diversions.${index}`)}
          onMove={(by) => onChange(moved(diversions, index, by))}
          onRemove={() => onChange(diversions.filter((_, at) => at !== index))}
        >
          <NativeSelect
            label={t("routing.diversion.when")}
            value={one.when}
            data={OCCASIONS.map((value) => ({ value, label: t(`routing.occasion.${value}`) }))}
            onChange={(event) => {
              const when = event.currentTarget.value as Diversion["when"];
              put(index, { when, over: OVER[unitOf(when) ?? "none"] });
            }}
          />
          {unitOf(one.when) === "seconds" && (
            <SecondsField
              label={t("routing.diversion.over_s")}
              value={one.over}
              onChange={(over) => put(index, { over })}
            />
          )}
          {(unitOf(one.when) === "percent" || unitOf(one.when) === "count") && (
            <NumberField
              label={t(`routing.diversion.over_${unitOf(one.when) === "count" ? "n" : "p"}`)}
              min={1}
              max={unitOf(one.when) === "percent" ? 100 : 1_000}
              value={one.over}
              onChange={(over) => put(index, { over })}
            />
          )}
          <NativeSelect
            label={t("routing.diversion.to")}
            value={one.to}
            data={PLACES.map((value) => ({ value, label: t(`routing.place.${value}`) }))}
            onChange={(event) =>
              put(index, { to: event.currentTarget.value as Diversion["to"], target: "" })
            }
          />
          {targets[one.to] !== undefined && (
            <NativeSelect
              label={t("routing.diversion.target")}
              description={one.to === "flow" ? t("routing.diversion.flow_hint") : undefined}
              value={one.target}
              data={[
                { value: "", label: t("routing.diversion.choose") },
                ...(targets[one.to] ?? []).map(([value, label]) => ({ value, label })),
              ]}
              onChange={(event) => put(index, { target: event.currentTarget.value })}
            />
          )}
        </ListItem>
      )}
    </OrderedList>
  );
}

/** What a newly chosen occasion begins with. */
const OVER = { seconds: 300, percent: 80, count: 3, none: 0 } as const;
