/** A length of time: a number and its unit; what is kept is seconds. */
import { Input, NativeSelect, type InputWrapperProps } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SecondsField.module.css";
import { NumberField } from "./NumberField";
import { unitOf, UNITS, type Unit } from "./seconds";

interface SecondsFieldProps extends Pick<
  InputWrapperProps,
  "label" | "description" | "error" | "withAsterisk"
> {
  value?: number;
  onChange?: (seconds: number) => void;
  onFocus?: unknown;
  onBlur?: unknown;
  min?: number;
  max?: number;
  "aria-label"?: string;
}

export function SecondsField({
  value = 0,
  onChange,
  min = 0,
  max = 604_800,
  ...rest
}: SecondsFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [unit, setUnit] = useState<Unit>(() => unitOf(value));
  // A value from elsewhere may not be whole in the unit that was chosen.
  const shown = value % UNITS[unit] === 0 ? unit : unitOf(value);
  const { label, description, error, withAsterisk, "aria-label": spoken } = rest;
  const name = spoken ?? (typeof label === "string" ? label : "");
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={error}
      withAsterisk={withAsterisk}
    >
      <div className={classes.row} data-described={description !== undefined}>
        <NumberField
          id={id}
          aria-label={spoken}
          className={classes.number}
          value={value / UNITS[shown]}
          min={Math.ceil(min / UNITS[shown])}
          max={Math.floor(max / UNITS[shown])}
          error={error !== undefined && error !== null && error !== false}
          onChange={(number) => onChange?.(number * UNITS[shown])}
        />
        <NativeSelect
          className={classes.unit}
          aria-label={`${name}: ${t("admin.unit.label")}`}
          value={shown}
          data={(Object.keys(UNITS) as Unit[]).map((one) => ({
            value: one,
            label: t(`admin.unit.${one}`),
          }))}
          onChange={(event) => {
            const next = event.currentTarget.value as Unit;
            setUnit(next);
            const number = value / UNITS[shown];
            onChange?.(Math.min(max, Math.max(min, number * UNITS[next])));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
