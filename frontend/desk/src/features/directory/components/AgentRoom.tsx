/** What contacts weigh for an agent, what is kept for a channel, what may interrupt what; gates. */
import { MultiSelect, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgentDraft, Channel } from "@onqueue/api/models";
import { NumberField } from "../../../ui/form/NumberField";
import { useGates } from "../routing/api";
import { CHANNELS } from "../queue";
import classes from "./AgentEditor.module.css";

interface AgentRoomProps {
  draft: AgentDraft;
  errors: Record<string, React.ReactNode>;
  onChange: (changed: Partial<AgentDraft>) => void;
}

export function AgentRoom({ draft, errors, onChange }: AgentRoomProps) {
  const { t } = useTranslation();
  const gates = useGates().data ?? [];
  const channels = CHANNELS.filter((one) => (draft.capacity[one] ?? 0) > 0);
  const nameOf = (channel: Channel): string => t(`admin.channel.${channel}`);
  const problem = errors["units_max"] ?? errors["units"] ?? errors["reserved"];
  return (
    <>
      <MultiSelect
        label={t("routing.room.gates")}
        description={t("routing.room.gates_hint")}
        data={gates.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.cleared}
        error={errors["cleared"]}
        onChange={(cleared) => onChange({ cleared })}
      />
      <fieldset className={classes.capacity}>
        <legend>{t("routing.room.title")}</legend>
        <Text size="xs" c="dimmed" mb={8}>
          {t("routing.room.hint")}
        </Text>
        <NumberField
          size="xs"
          label={t("routing.room.max")}
          min={0}
          max={1_000}
          value={draft.units_max}
          onChange={(units_max) =>
            onChange(units_max === 0 ? { units_max, reserved: {} } : { units_max })
          }
        />
        {draft.units_max > 0 &&
          channels.map((channel) => (
            <div key={channel} className={classes.channel}>
              <NumberField
                size="xs"
                label={t("routing.room.unit", { channel: nameOf(channel) })}
                min={1}
                max={100}
                value={draft.units[channel] ?? 1}
                onChange={(weight) => onChange({ units: { ...draft.units, [channel]: weight } })}
              />
              <NumberField
                size="xs"
                label={t("routing.room.reserved", { channel: nameOf(channel) })}
                min={0}
                max={100}
                value={draft.reserved[channel] ?? 0}
                onChange={(kept) => onChange({ reserved: { ...draft.reserved, [channel]: kept } })}
              />
            </div>
          ))}
        {channels.map((channel) => (
          <MultiSelect
            key={channel}
            size="xs"
            label={`${nameOf(channel)}: ${t("routing.room.interrupts")}`}
            data={channels
              .filter((one) => one !== channel)
              .map((one) => ({ value: one, label: nameOf(one) }))}
            value={draft.interrupts
              .filter((one) => one.other === channel)
              .map((one) => one.channel)}
            error={errors["interrupts"]}
            onChange={(by) =>
              onChange({
                interrupts: [
                  ...draft.interrupts.filter((one) => one.other !== channel),
                  ...by.map((one) => ({ channel: one, other: channel })),
                ],
              })
            }
          />
        ))}
        {problem !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {problem}
          </Text>
        )}
      </fieldset>
    </>
  );
}
