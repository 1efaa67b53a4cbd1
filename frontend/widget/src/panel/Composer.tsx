import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MESSAGE_MAX } from "./check";
import { useEnv } from "./env";
import { Icon } from "./icons";
import { EmojiPicker } from "./parts";
import { UploadList } from "./UploadList";
import type { Uploads } from "./uploads";

interface Props {
  text: string;
  uploads: Uploads;
  onText: (text: string) => void;
}

const WARN_FROM = MESSAGE_MAX - 300;
const HEIGHT_MAX = 132;

/** Where the customer writes. */
export function Composer({ text, uploads, onText }: Props) {
  const { t, count, client, config } = useEnv();
  const [picking, setPicking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Sent, and its files are still on their way; and what was wrong with them before that.
  const [held, setHeld] = useState<{ problem: string | null } | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const left = MESSAGE_MAX - text.length;

  useLayoutEffect(() => fitHeight(area.current), [text]);

  const write = (next: string) => {
    onText(next);
    setProblem(null);
    setHeld(null);
    if (next) client.typing();
  };
  const insert = (emoji: string) => {
    const box = area.current;
    const at = box?.selectionEnd ?? text.length;
    write(text.slice(0, at) + emoji + text.slice(at));
    setPicking(false);
    box?.focus();
  };
  const refusal = (): string | null => {
    if (left < 0) return t("chat.too_long", { max: MESSAGE_MAX });
    return client.say(text.trim(), uploads.ready) ? null : t("chat.full");
  };
  const send = () => {
    // Without a file that was meant to go along, it is for the customer to decide.
    const lost = held && uploads.problem !== held.problem;
    setHeld(uploads.busy ? { problem: uploads.problem } : null);
    if (uploads.busy || lost || (!text.trim() && uploads.list.length === 0)) return;
    const refused = refusal();
    setProblem(refused);
    if (!refused) {
      onText("");
      uploads.clear();
    }
  };
  useEffect(() => {
    if (held && !uploads.busy) send();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    // On a touch keyboard, Enter makes a new line; while composing, it picks a word.
    const touch = matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
    event.preventDefault();
    send();
  };
  const said = problem ?? uploads.problem;

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        area.current?.focus();
      }}
    >
      {picking && <EmojiPicker onPick={insert} onClose={() => closePicker()} />}
      <UploadList uploads={uploads} />
      {said && (
        <p class="problem" role="alert">
          {said}
        </p>
      )}
      {held && (
        <p class="hint" role="status">
          {t("file.wait")}
        </p>
      )}
      <div class="line">
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={t("chat.write")}
          placeholder={t("chat.write")}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (files?.length && config.files.enabled) uploads.add(files);
          }}
        />
        {config.files.enabled && (
          <button
            class="tool"
            type="button"
            aria-label={t("chat.attach")}
            title={t("chat.attach")}
            onClick={() => chooser.current?.click()}
          >
            <Icon name="attach" />
          </button>
        )}
        <button
          class="tool smile"
          type="button"
          aria-label={t("chat.emoji")}
          title={t("chat.emoji")}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        >
          <Icon name="smile" />
        </button>
        <button
          class="tool send"
          type="submit"
          aria-label={t("chat.send")}
          title={t("chat.send")}
          aria-disabled={!text.trim() && uploads.list.length === 0}
        >
          <Icon name="send" />
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept={config.files.types.join(",")}
          onChange={({ currentTarget }) => {
            uploads.add([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
          }}
        />
      </div>
      {text.length > WARN_FROM && (
        <p class={left < 0 ? "problem" : "hint"} role="status">
          {count("chat.left", left)}
        </p>
      )}
    </form>
  );

  function closePicker(): void {
    setPicking(false);
    area.current?.focus();
  }
}

function fitHeight(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, HEIGHT_MAX)}px`;
}
