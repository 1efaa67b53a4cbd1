/** An amount of money, kept in hundredths. */
import { NumberField } from "../../../ui/form/NumberField";
import type { ComponentProps } from "react";

const HUNDREDTHS_MAX = 10_000_000;

export function MoneyField({ value, onChange, ...props }: ComponentProps<typeof NumberField>) {
  return (
    <NumberField
      min={0}
      step={0.1}
      max={HUNDREDTHS_MAX / 100}
      {...props}
      allowDecimal
      decimalScale={2}
      allowedDecimalSeparators={[",", "."]}
      value={value === undefined ? undefined : value / 100}
      onChange={(next) => onChange?.(Math.round(next * 100))}
    />
  );
}
