import type { TargetedMouseEvent } from "preact";
import { useState } from "preact/hooks";
import type { FileRef, Message } from "../client/frames";
import type { Item } from "../client/outbox";
import { useEnv } from "./env";
import { freshLink } from "./files";
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

type Click = TargetedMouseEvent<HTMLAnchorElement>;
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

function FileCard({ file }: { file: FileRef }) {
  const { base, client, t, size } = useEnv();
  // Gone, or the page's policy lets no picture of ours in: then it is a file like the others.
  const [shown, setShown] = useState(PICTURE.test(file.type));
  const [renewed, setRenewed] = useState<string | null>(null);
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

  // Links live for minutes, and whoever scrolls back hours later still opens what is there.
  const renew = async () => {
    const { token } = client;
    const url = token === null ? null : await freshLink(base, token, file.id).catch(() => null);
    return (url === null ? null : addressOf(url, base)) ?? href;
  };
  const open = async (event: Click) => {
    event.preventDefault();
    const link = event.currentTarget.cloneNode() as HTMLAnchorElement;
    link.href = await renew();
    link.click();
  };
  const again = async () => (renewed === null ? setRenewed(await renew()) : setShown(false));
  const label = t("file.download", { name: file.name });
  const props = { href, target: "_blank", rel: "noopener", onClick: (e: Click) => void open(e) };
  if (shown) {
    return (
      <a class="picture" {...props} title={file.name}>
        <img src={renewed ?? href} alt={file.name} onError={() => void again()} />
      </a>
    );
  }
  return (
    <a class="file" {...props} download={file.name} title={label}>
      {content}
    </a>
  );
}

function addressOf(url: string, base: string): string | null {
  const address = new URL(url, `${base}/`);
  return /^https?:$/.test(address.protocol) ? address.href : null;
}
