/** One wording in the language that is being edited; the others stay as they are. */
import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Texts } from "@onqueue/api/models";

interface LanguageTextProps {
  label: string;
  description?: ReactNode;
  language: string;
  value: Texts;
  onChange: (value: Texts) => void;
  /** What is shown when nothing is said: another language's wording, or the usual one. */
  usual?: string;
  long?: boolean;
  error?: ReactNode;
  withAsterisk?: boolean;
  size?: "xs" | "sm";
}

export function LanguageText(props: LanguageTextProps) {
  const { language, value, usual, long = false, onChange, ...rest } = props;
  const other = Object.entries(value).find(([code, text]) => code !== language && text !== "");
  const shared = {
    ...rest,
    maxLength: 300,
    lang: language,
    value: value[language] ?? "",
    placeholder: other?.[1] ?? usual,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...value, [language]: event.currentTarget.value }),
  };
  return long ? <Textarea autosize minRows={2} {...shared} /> : <TextInput {...shared} />;
}
