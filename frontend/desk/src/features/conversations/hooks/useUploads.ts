/** The files of a message that is being written. */
import { useCallback, useState, useSyncExternalStore } from "react";
import { newId } from "../../../live/sending";
import { FILE_MAX_BYTES, FILES_MAX, uploadFile, type Upload } from "../uploads";
import { trays } from "../trays";

export interface Uploads {
  items: readonly Upload[];
  add: (files: readonly File[]) => void;
  remove: (key: string) => void;
  clear: () => void;
  refused: "too_many" | "too_large" | "empty" | null;
  busy: boolean;
}

export function useUploads(conversation: string): Uploads {
  const items = useSyncExternalStore(trays.subscribe, () => trays.of(conversation));
  const [refused, setRefused] = useState<Uploads["refused"]>(null);

  const start = useCallback(
    (file: File): Upload => {
      const key = newId();
      const change = (part: Partial<Upload>): void =>
        trays.change(conversation, (old) =>
          old.map((item) => (item.key === key ? { ...item, ...part } : item)),
        );
      const { done, abort } = uploadFile(conversation, file, (progress) => change({ progress }));
      done.then(
        (stored) => change({ file: stored, progress: 1 }),
        (error: unknown) => change({ error }),
      );
      return { key, name: file.name, size: file.size, progress: 0, file: null, error: null, abort };
    },
    [conversation],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      const fitting = files.filter((file) => file.size > 0 && file.size <= FILE_MAX_BYTES);
      const room = FILES_MAX - items.length;
      setRefused(
        files.some((file) => file.size > FILE_MAX_BYTES)
          ? "too_large"
          : files.some((file) => file.size === 0)
            ? "empty"
            : fitting.length > room
              ? "too_many"
              : null,
      );
      const started = fitting.slice(0, Math.max(0, room)).map(start);
      trays.change(conversation, (old) => [...old, ...started]);
    },
    [conversation, items.length, start],
  );

  const remove = useCallback(
    (key: string) => {
      setRefused(null);
      trays.change(conversation, (old) => {
        old.find((item) => item.key === key)?.abort();
        return old.filter((item) => item.key !== key);
      });
    },
    [conversation],
  );

  const clear = useCallback(() => {
    trays.change(conversation, () => []);
    setRefused(null);
  }, [conversation]);

  return {
    items,
    add,
    remove,
    clear,
    refused,
    busy: items.some((item) => item.file === null && item.error === null),
  };
}
