/** A whole number that is never empty: what is cleared goes back to what it was. */
import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type NumberFieldProps = Omit<NumberInputProps, "value" | "onChange" | "defaultValue"> & {
  value?: number;
  onChange?: (value: number) => void;
};

export function NumberField({ value, onChange, onBlur, ...props }: NumberFieldProps) {
  const [empty, setEmpty] = useState(false);
  return (
    <NumberInput
      allowDecimal={false}
      clampBehavior="blur"
      {...props}
      value={empty ? "" : (value ?? "")}
      onChange={(next) => {
        setEmpty(next === "");
        if (typeof next === "number") onChange?.(next);
      }}
      onBlur={(event) => {
        setEmpty(false);
        onBlur?.(event);
      }}
    />
  );
}
