import { useEnv } from "./env";
import { Icon } from "./icons";
import type { Uploads } from "./uploads";

/** The files of the next message, and how far they are. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const { t, size } = useEnv();
  if (uploads.list.length === 0) return null;
  return (
    <ul class="uploads">
      {uploads.list.map(({ key, name, size: bytes, progress, done }) => (
        <li key={key}>
          <Icon name={done ? "check" : "file"} />
          <span>
            <b>{name}</b>
            {done ? (
              <small>{size(bytes)}</small>
            ) : (
              <progress max={1} value={progress} aria-label={t("file.uploading", { name })} />
            )}
          </span>
          <button
            class="tool"
            type="button"
            aria-label={t("file.remove", { name })}
            onClick={() => uploads.remove(key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
