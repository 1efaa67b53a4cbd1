import { useState } from "preact/hooks";
import type { FileRef, Message } from "../client/frames";
import type { Item } from "../client/outbox";
import { useEnv } from "./env";
import { Icon } from "./icons";
import { linkify } from "./linkify";

/** A message that has its number. */
export function MessageRow({ message, first }: { message: Message; first: boolean }) {
  const words = useEnv();
  if (message.from === "system") return <p class="system">{words.system(message)}</p>;
  const own = message.from === "customer";
  const who = own ? words.t("chat.you") : (message.name ?? "");
  return (
    <div class={`row ${own ? "own" : "their"}${first ? " first" : ""}`}>
      <p class={first && !own ? "name" : "sr"}>{who}</p>
      <Bubble text={message.text} files={message.files} />
      <time class="time" dateTime={new Date(message.at).toISOString()}>
        {words.clock(message.at)}
      </time>
    </div>
  );
}

interface PendingProps {
  item: Item;
  mark: "sending" | "queued" | "sent" | "failed";
  onEdit: (text: string) => void;
}

/** A message that is on its way, or was refused. */
export function PendingRow({ item, mark, onEdit }: PendingProps) {
  const { t, client } = useEnv();
  const { frame, files, failure } = item;
  if (frame.t !== "say") return null;
  return (
    <div class={`row own ${mark}`}>
      <p class="sr">{t("chat.you")}</p>
      <Bubble text={frame.text} files={files} />
      <p class="mark">
        {t(`mark.${mark}`)}
        {failure && <span class="reason">{failure.title}</span>}
      </p>
      {failure && (
        <p class="actions">
          <button class="link" type="button" onClick={() => client.retry(frame.id)}>
            {t("mark.retry")}
          </button>
          <button
            class="link"
            type="button"
            onClick={() => {
              onEdit(frame.text);
              client.discard(frame.id);
            }}
          >
            {t("mark.edit")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Text only: whatever it contains is shown, never run. */
function Bubble({ text, files }: { text: string; files: readonly FileRef[] }) {
  return (
    <div class="bubble">
      {text && (
        <p dir="auto">
          {linkify(text).map(({ text, href }, index) =>
            href ? (
              <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </p>
      )}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </div>
  );
}

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

function FileCard({ file }: { file: FileRef }) {
  const { base, t, size } = useEnv();
  // Gone, or the page's policy lets no picture of ours in: then it is a file like the others.
  const [shown, setShown] = useState(PICTURE.test(file.type));
  const content = (
    <>
      <Icon name="file" />
      <span>
        <b>{file.name}</b>
        <small>{size(file.size)}</small>
      </span>
    </>
  );
  const href = file.url ? addressOf(file.url, base) : null;
  if (!href) return <div class="file">{content}</div>;
  const label = t("file.download", { name: file.name });
  if (shown) {
    return (
      <a class="picture" href={href} target="_blank" rel="noopener" title={file.name}>
        <img src={href} alt={file.name} onError={() => setShown(false)} />
      </a>
    );
  }
  return (
    <a class="file" href={href} target="_blank" rel="noopener" download={file.name} title={label}>
      {content}
    </a>
  );
}

function addressOf(url: string, base: string): string | null {
  const address = new URL(url, `${base}/`);
  return /^https?:$/.test(address.protocol) ? address.href : null;
}
