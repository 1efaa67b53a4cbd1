/**
 * Where one writes: a reply to the customer, or a note that only colleagues see.
 *
 * The two have their own drafts, colours, keys and send buttons, so that a note is not sent as a
 * reply by accident. Nothing typed is lost: drafts stay, and what cannot be sent is kept.
 */
import { Button, Textarea } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import {
  useEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
} from "react";
import { useTranslation } from "react-i18next";
import type { CannedReply, OwnMessageKind } from "@onqueue/api/models";
import { newId, outbox } from "../../../live/sending";
import { useLinkStatus } from "../../../live/store";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { unfilled, type CannedContext } from "../canned";
import { loadDraft, saveDraft } from "../drafts";
import { useCanned } from "../hooks/useCanned";
import { useTyping } from "../hooks/useTyping";
import { useUploads } from "../hooks/useUploads";
import { CannedList } from "./CannedList";
import classes from "./Composer.module.css";
import { ComposerTools } from "./ComposerTools";
import { KindSwitch } from "./KindSwitch";
import { UploadTray } from "./UploadTray";

export const TEXT_MAX = 4_000;
const COUNT_FROM = 3_500;

interface ComposerProps {
  conversation: string;
  /** What may be written here; the first is what one starts with. */
  kinds: readonly OwnMessageKind[];
  context: CannedContext;
  where: { queue: string; language: string };
  focused: boolean;
}

export function Composer({ conversation, kinds, context, where, focused }: ComposerProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<OwnMessageKind>(kinds[0] ?? "note");
  const kind = kinds.includes(chosen) ? chosen : (kinds[0] ?? "note");
  const [texts, setTexts] = useState<Partial<Record<OwnMessageKind, string>>>({});
  const text = texts[kind] ?? loadDraft(conversation, kind);
  const [notice, setNotice] = useState<string | null>(null);
  const [emoji, setEmoji] = useState(false);
  const uploads = useUploads(conversation);
  const sendTyping = useTyping(conversation);
  const link = useLinkStatus();

  const setText = (next: string): void => {
    setNotice(null);
    setTexts((old) => ({ ...old, [kind]: next }));
    saveDraft(conversation, kind, next);
    if (kind === "reply" && next !== "") sendTyping();
  };
  const canned = useCanned({ text, enabled: kind === "reply", where, input });
  const insert = (piece: string, from: number, to: number): void => {
    setText(text.slice(0, from) + piece + text.slice(to));
    const caret = from + piece.length;
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
    });
  };
  const insertHere = (piece: string): void => {
    const at = input.current?.selectionStart ?? text.length;
    insert(piece, at, input.current?.selectionEnd ?? at);
  };
  const useReply = (reply: CannedReply): void => {
    const { from, to } = canned.range ?? { from: text.length, to: text.length };
    insert(canned.fill(reply, context), from, to);
    canned.dismiss();
  };
  const change = (next: OwnMessageKind): void => {
    if (!kinds.includes(next)) return;
    setChosen(next);
    requestAnimationFrame(() => input.current?.focus());
  };
  const ready = uploads.items.flatMap((item) => (item.file === null ? [] : [item.file]));
  const empty = text.trim() === "" && ready.length === 0;
  const send = (): void => {
    if (empty || uploads.busy) return;
    const left = kind === "reply" ? unfilled(text) : null;
    if (left !== null) {
      setNotice(t("conversation.unfilled", { placeholder: left }));
      return;
    }
    const files = ready.map(({ id, name }) => ({ id, name }));
    const room = outbox.send({ id: newId(), conversation, kind, text: text.trim(), attachments: files });
    if (!room) {
      setNotice(t("conversation.outbox_full"));
      return;
    }
    setText("");
    uploads.clear();
  };
  useShortcut("compose.reply", () => change("reply"), focused && kinds.includes("reply"));
  useShortcut("compose.note", () => change("note"), focused && kinds.includes("note"));
  useShortcut("compose.file", () => picker.current?.click(), focused);
  useShortcut("compose.emoji", () => setEmoji((old) => !old), focused);
  useEffect(() => {
    if (focused) input.current?.focus({ preventScroll: true });
  }, [focused]);

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (canned.key(event, useReply)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const pasted = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    uploads.add([...event.clipboardData.files]);
  };
  const dropped = (event: DragEvent): void => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    uploads.add([...event.dataTransfer.files]);
  };
  const away = link !== "live" && link !== "connecting";
  return (
    <section
      className={classes.composer}
      data-kind={kind}
      aria-label={t("conversation.composer")}
      onDrop={dropped}
      onDragOver={(event) => event.preventDefault()}
    >
      <KindSwitch kinds={kinds} kind={kind} onChange={change} />
      {canned.open && (
        <CannedList
          id={canned.listId}
          replies={canned.found}
          active={canned.active}
          preview={(reply) => canned.fill(reply, context)}
          onChoose={useReply}
        />
      )}
      <UploadTray uploads={uploads} />
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
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onSelect={canned.moved}
        onKeyDown={keys}
        onPaste={pasted}
        onBlur={canned.dismiss}
      />
      {(notice !== null || away) && (
        <p className={classes.notice} role="alert">
          {notice ?? t("conversation.away")}
        </p>
      )}
      <footer className={classes.foot}>
        <ComposerTools
          picker={picker}
          emoji={emoji}
          onEmoji={setEmoji}
          onInsert={insertHere}
          onFiles={uploads.add}
          onCanned={kind === "reply" ? () => insertHere(canned.slash()) : null}
        />
        {text.length > COUNT_FROM && (
          <span className={`${classes.count} tnum`}>{TEXT_MAX - text.length}</span>
        )}
        <Button
          size="xs"
          color={{ reply: "petrol", note: "amber", whisper: "violet" }[kind]}
          disabled={empty}
          loading={uploads.busy}
          rightSection={<IconSend2 size={15} />}
          onClick={send}
        >
          {t(`conversation.send.${kind}`)}
        </Button>
      </footer>
    </section>
  );
}
