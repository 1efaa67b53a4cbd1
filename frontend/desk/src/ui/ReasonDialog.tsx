/** Asks why before it acts: what is steered, published or closed is written down with its reason. */
import { TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { ActDialog, type ActDialogProps } from "./ActDialog";

type Shared = Pick<ActDialogProps, "title" | "confirm" | "done" | "danger" | "size" | "onClose">;

interface ReasonDialogProps extends Shared {
  label: string;
  hint: string;
  lengthMax?: number;
  /** Whether what else is asked for is there. */
  ready?: boolean;
  children?: ReactNode;
  run: (reason: string) => Promise<unknown>;
  /** The opposite, which needs a reason as well. */
  other?: { confirm: string; done?: string; run: (reason: string) => Promise<unknown> };
}

export function ReasonDialog({
  label,
  hint,
  lengthMax = 500,
  ready = true,
  children,
  run,
  other,
  ...shared
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const said = reason.trim();
  return (
    <ActDialog
      {...shared}
      ready={ready && said !== ""}
      run={() => run(said)}
      other={other && { ...other, run: () => other.run(said) }}
    >
      {children}
      <TextInput
        data-autofocus
        label={label}
        description={hint}
        maxLength={lengthMax}
        withAsterisk
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
