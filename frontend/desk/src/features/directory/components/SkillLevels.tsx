/** Skills with their levels: one line each, the next one is added from the list below. */
import { ActionIcon, Select, Slider, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SkillLevel } from "@onqueue/api/models";
import { useSkills } from "../../../api/lists";
import classes from "./SkillLevels.module.css";

interface SkillLevelsProps {
  label: string;
  value: SkillLevel[];
  onChange: (value: SkillLevel[]) => void;
  error?: React.ReactNode;
  empty: string;
}

const LEVEL_MAX = 10;

export function SkillLevels({ label, value, onChange, error, empty }: SkillLevelsProps) {
  const { t } = useTranslation();
  const skills = useSkills().data ?? [];
  const nameOf = (id: string): string => skills.find((one) => one.id === id)?.name ?? id;
  const left = skills.filter((one) => !value.some(({ skill }) => skill === one.id));
  return (
    <div className={classes.frame} role="group" aria-label={label}>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      {value.map(({ skill, level }, index) => (
        <div key={skill} className={classes.line}>
          <span className={classes.name}>{nameOf(skill)}</span>
          <Slider
            className={classes.slider}
            size="sm"
            min={1}
            max={LEVEL_MAX}
            value={level}
            label={null}
            thumbLabel={t("admin.skills.level_of", { name: nameOf(skill) })}
            onChange={(next) =>
              onChange(value.map((one, at) => (at === index ? { skill, level: next } : one)))
            }
          />
          <span className={`${classes.level} tnum`}>{level}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("admin.remove_named", { name: nameOf(skill) })}
            onClick={() => onChange(value.filter((one) => one.skill !== skill))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Select
        key={value.length}
        aria-label={t("admin.skills.add")}
        placeholder={t("admin.skills.add")}
        searchable
        data={left.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        disabled={left.length === 0}
        nothingFoundMessage={t("admin.nothing_found")}
        onChange={(skill) => {
          if (skill !== null) onChange([...value, { skill, level: 1 }]);
        }}
      />
      {error !== undefined && error !== null && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
