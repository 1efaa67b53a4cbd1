/** Everything the composer does, apart from how it looks. */
import { useEffect, useEffectEvent, useState, type KeyboardEvent, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { Reply, OwnMessageKind } from "@onqueue/api/models";
import { newId, outbox } from "../../../live/sending";
import { unfilled, type CannedContext } from "../canned";
import { useCanned, type Canned } from "./useCanned";
import { useDraft } from "./useDraft";
import { useUploads, type Uploads } from "./useUploads";

export const TEXT_MAX = 4_000;

export interface ComposerOptions {
  conversation: string;
  /** What may be written here; the first is what one starts with. */
  kinds: readonly OwnMessageKind[];
  context: CannedContext;
  where: { queue: string; language: string };
}

export interface ComposerControl {
  kind: OwnMessageKind;
  text: string;
  write: (text: string) => void;
  change: (kind: OwnMessageKind) => void;
  insertHere: (piece: string) => void;
  takeReply: (reply: Reply) => void;
  send: () => void;
  keys: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  notice: string | null;
  held: boolean;
  empty: boolean;
  canned: Canned;
  uploads: Uploads;
}

export function useComposer(
  options: ComposerOptions,
  input: RefObject<HTMLTextAreaElement | null>,
): ComposerControl {
  const { conversation, kinds, context, where } = options;
  const { t } = useTranslation();
  const [notice, setNotice] = useState<string | null>(null);
  // Sent, and its files are still on their way.
  const [held, setHeld] = useState(false);
  const { kind, text, setText, setKind } = useDraft(conversation, kinds);
  const uploads = useUploads(conversation);
  const canned = useCanned({ text, enabled: kind === "reply", where, input });

  const write = (next: string): void => {
    setNotice(null);
    setHeld(false);
    setText(next);
  };
  const insert = (piece: string, from: number, to: number): void => {
    write(text.slice(0, from) + piece + text.slice(to));
    const caret = from + piece.length;
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
      canned.moved();
    });
  };
  const insertHere = (piece: string): void => {
    const at = input.current?.selectionStart ?? text.length;
    insert(piece, at, input.current?.selectionEnd ?? at);
  };
  const takeReply = (reply: Reply): void => {
    const { from, to } = canned.range ?? { from: text.length, to: text.length };
    insert(canned.fill(reply, context), from, to);
    canned.dismiss();
  };
  const ready = uploads.items.flatMap((item) => (item.file === null ? [] : [item.file]));
  const empty = text.trim() === "" && uploads.items.length === 0;
  const send = (): void => {
    setHeld(uploads.busy);
    if (empty || uploads.busy) return;
    if (text.trim().length > TEXT_MAX) {
      setNotice(t("conversation.too_long", { max: TEXT_MAX }));
      return;
    }
    if (ready.length < uploads.items.length) {
      setNotice(t("conversation.file.failed"));
      return;
    }
    const left = kind === "reply" ? unfilled(text) : null;
    if (left !== null) {
      setNotice(t("conversation.unfilled", { placeholder: left }));
      return;
    }
    const attachments = ready.map(({ id, name }) => ({ id, name }));
    if (!outbox.send({ id: newId(), conversation, kind, text: text.trim(), attachments })) {
      setNotice(t("conversation.outbox_full"));
      return;
    }
    write("");
    uploads.clear();
  };
  const sendHeld = useEffectEvent(send);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- arrival is what sends it
    if (held && !uploads.busy) sendHeld();
  }, [held, uploads.busy]);
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (canned.key(event, takeReply)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const change = (next: OwnMessageKind): void => {
    setKind(next);
    setHeld(false);
    requestAnimationFrame(() => input.current?.focus());
  };
  return {
    kind,
    text,
    write,
    change,
    insertHere,
    takeReply,
    send,
    keys,
    notice,
    held,
    empty,
    canned,
    uploads,
  };
}
