/** What is being written: a text for each kind of message, which one is in front, the sign of it. */
import { useState } from "react";
import type { OwnMessageKind } from "@onqueue/api/models";
import { loadDraft, saveDraft } from "../drafts";
import { useTyping } from "./useTyping";

export interface Draft {
  kind: OwnMessageKind;
  text: string;
  setText: (text: string) => void;
  setKind: (kind: OwnMessageKind) => void;
}

export function useDraft(conversation: string, kinds: readonly OwnMessageKind[]): Draft {
  const first = kinds[0] ?? "note";
  // Whoever comes back to a note that is half written goes on with it.
  const [chosen, setChosen] = useState<OwnMessageKind>(
    () => kinds.find((one) => loadDraft(conversation, one) !== "") ?? first,
  );
  const [texts, setTexts] = useState<Partial<Record<OwnMessageKind, string>>>({});
  const sendTyping = useTyping(conversation);
  const kind = kinds.includes(chosen) ? chosen : first;
  return {
    kind,
    text: texts[kind] ?? loadDraft(conversation, kind),
    setText: (next) => {
      setTexts((old) => ({ ...old, [kind]: next }));
      saveDraft(conversation, kind, next);
      if (kind === "reply" && next !== "") sendTyping();
    },
    setKind: (next) => {
      if (kinds.includes(next)) setChosen(next);
    },
  };
}
