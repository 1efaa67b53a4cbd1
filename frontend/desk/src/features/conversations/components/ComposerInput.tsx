import { Textarea } from "@mantine/core";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { ComposerControl } from "../hooks/useComposer";
import classes from "./Composer.module.css";

interface ComposerInputProps {
  composer: ComposerControl;
  input: RefObject<HTMLTextAreaElement | null>;
}

/** The text itself, with what is pasted or dropped into it. */
export function ComposerInput({ composer, input }: ComposerInputProps) {
  const { t } = useTranslation();
  const { kind, canned, uploads } = composer;
  return (
    <Textarea
      ref={input}
      variant="unstyled"
      classNames={{ input: classes.input }}
      aria-label={t(`conversation.write.${kind}`)}
      placeholder={t(`conversation.placeholder.${kind}`)}
      aria-autocomplete={kind === "reply" ? "list" : undefined}
      aria-controls={canned.open ? canned.listId : undefined}
      aria-activedescendant={canned.open ? canned.optionId : undefined}
      autosize
      minRows={2}
      maxRows={9}
      value={composer.text}
      onChange={(event) => {
        composer.write(event.currentTarget.value);
        canned.moved();
      }}
      onSelect={canned.moved}
      onKeyDown={composer.keys}
      onPaste={(event) => {
        const { files } = event.clipboardData;
        if (files.length === 0) return;
        event.preventDefault();
        uploads.add([...files]);
      }}
      onBlur={canned.dismiss}
    />
  );
}
