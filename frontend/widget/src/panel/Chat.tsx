import { useState } from "preact/hooks";
import type { ClientView } from "../client/view";
import { CallPart, FlowPart } from "./parts";
import { Composer } from "./Composer";
import { Ended } from "./Ended";
import { useEnv } from "./env";
import { Thread } from "./Thread";
import { useUploads } from "./uploads";
import { Waiting } from "./Waiting";

interface Props {
  view: ClientView;
  shown: boolean;
  over: boolean;
  onAgain: () => void;
  onTranscript: () => void;
}

/** The conversation, from waiting to its end. */
export function Chat({ view, shown, over, onAgain, onTranscript }: Props) {
  const { t, drafts, config } = useEnv();
  const { state } = view;
  const uploads = useUploads();
  const [text, setText] = useState(() => drafts.read("message", ""));
  const [reopening, setReopening] = useState(false);
  const [dragging, setDragging] = useState(false);
  const change = (next: string) => {
    setText(next);
    drafts.keep("message", next);
  };
  const writable = !over || reopening;
  const droppable = writable && config.files.enabled;
  const drag = (event: DragEvent, inside: boolean) => {
    if (!droppable || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDragging(inside);
  };
  return (
    <div
      class="chat"
      role="presentation"
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        if (droppable) uploads.add([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {!over && state.channel === "voice" && <CallPart state={state} />}
      <Thread
        view={view}
        shown={shown}
        onEdit={(refused) => change(text ? `${text}\n${refused}` : refused)}
      >
        {!over && state.phase !== "active" && <Waiting state={state} />}
        {state.asks && <FlowPart state={state} />}
        {over && !reopening && (
          <Ended
            view={view}
            onAgain={onAgain}
            onReopen={() => setReopening(true)}
            onTranscript={onTranscript}
          />
        )}
      </Thread>
      {writable && <Composer text={text} uploads={uploads} onText={change} />}
      {dragging && <p class="drop">{t("chat.drop")}</p>}
    </div>
  );
}
