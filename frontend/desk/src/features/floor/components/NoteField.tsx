/** Some lines for a colleague: what it is about, or what is asked. */
import { Textarea } from "@mantine/core";

const LENGTH_MAX = 1_000;

interface NoteFieldProps {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}

export function NoteField({ label, hint, value, onChange }: NoteFieldProps) {
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={2}
      maxRows={6}
      maxLength={LENGTH_MAX}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
