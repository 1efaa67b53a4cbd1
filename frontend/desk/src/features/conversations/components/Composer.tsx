/**
 * Where one writes: a reply to the customer, or a note that only colleagues see.
 *
 * The two have their own drafts, colours, keys and send buttons, so that a note is not sent as a
 * reply by accident. Nothing typed is lost: drafts stay, and what cannot be sent is kept.
 */
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLinkStatus } from "../../../live/store";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { TEXT_MAX, useComposer, type ComposerOptions } from "../hooks/useComposer";
import { CannedList } from "./CannedList";
import classes from "./Composer.module.css";
import { ComposerInput } from "./ComposerInput";
import { ComposerTools } from "./ComposerTools";
import { KindSwitch } from "./KindSwitch";
import { UploadTray } from "./UploadTray";

const COUNT_FROM = 3_500;
const COLORS = { reply: "petrol", note: "amber.7", whisper: "violet" } as const;

interface ComposerProps extends ComposerOptions {
  focused: boolean;
}

export function Composer({ focused, ...options }: ComposerProps) {
  const { t } = useTranslation();
  const { kinds, context } = options;
  const input = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(options, input);
  const { kind, text, canned, uploads } = composer;
  const picker = useRef<HTMLInputElement>(null);
  const [emoji, setEmoji] = useState(false);
  const link = useLinkStatus();
  const away = link !== "live" && link !== "connecting";
  useShortcut("compose.reply", () => composer.change("reply"), focused && kinds.includes("reply"));
  useShortcut("compose.note", () => composer.change("note"), focused && kinds.includes("note"));
  useShortcut("compose.file", () => picker.current?.click(), focused);
  useShortcut("compose.emoji", () => setEmoji((old) => !old), focused);
  useEffect(() => {
    if (focused) input.current?.focus({ preventScroll: true });
  }, [focused]);
  return (
    <section
      className={classes.composer}
      data-kind={kind}
      aria-label={t("conversation.composer", { who: context.customer })}
      onDropCapture={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        uploads.add([...event.dataTransfer.files]);
      }}
    >
      <KindSwitch kinds={kinds} kind={kind} onChange={composer.change} />
      {canned.open && (
        <CannedList
          id={canned.listId}
          replies={canned.found}
          active={canned.active}
          preview={(reply) => canned.fill(reply, context)}
          onChoose={composer.takeReply}
        />
      )}
      <UploadTray uploads={uploads} />
      <ComposerInput composer={composer} input={input} />
      {(composer.notice !== null || away) && (
        <p className={classes.notice} role="alert">
          {composer.notice ?? t("conversation.away")}
        </p>
      )}
      {composer.held && (
        <p className={classes.notice} role="status">
          {t("conversation.held")}
        </p>
      )}
      <footer className={classes.foot}>
        <ComposerTools
          picker={picker}
          emoji={emoji}
          onEmoji={setEmoji}
          onInsert={composer.insertHere}
          onFiles={uploads.add}
          onCanned={kind === "reply" ? () => composer.insertHere(canned.slash()) : null}
        />
        {text.length > COUNT_FROM && (
          <span className={`${classes.count} tnum`} data-over={text.length > TEXT_MAX}>
            {TEXT_MAX - text.length}
          </span>
        )}
        <Button
          size="xs"
          color={COLORS[kind]}
          disabled={composer.empty}
          loading={composer.held}
          rightSection={<IconSend2 size={15} />}
          onClick={composer.send}
        >
          {t(`conversation.send.${kind}`)}
        </Button>
      </footer>
    </section>
  );
}
