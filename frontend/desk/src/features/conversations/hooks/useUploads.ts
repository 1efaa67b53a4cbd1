/** The files of a message that is being written. */
import { useCallback, useState } from "react";
import { newId } from "../../../live/sending";
import { FILE_MAX_BYTES, FILES_MAX, uploadFile, type Upload } from "../uploads";

export interface Uploads {
  items: Upload[];
  add: (files: readonly File[]) => void;
  remove: (key: string) => void;
  clear: () => void;
  refused: "too_many" | "too_large" | "empty" | null;
  busy: boolean;
}

export function useUploads(conversation: string): Uploads {
  const [items, setItems] = useState<Upload[]>([]);
  const [refused, setRefused] = useState<Uploads["refused"]>(null);

  const change = useCallback((key: string, part: Partial<Upload>) => {
    setItems((old) => old.map((item) => (item.key === key ? { ...item, ...part } : item)));
  }, []);

  const start = useCallback(
    (file: File): Upload => {
      const key = newId();
      const { done, abort } = uploadFile(conversation, file, (progress) =>
        change(key, { progress }),
      );
      done.then(
        (stored) => change(key, { file: stored, progress: 1 }),
        (error: unknown) => change(key, { error }),
      );
      return { key, name: file.name, size: file.size, progress: 0, file: null, error: null, abort };
    },
    [conversation, change],
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
      setItems((old) => [...old, ...started]);
    },
    [items.length, start],
  );

  const remove = useCallback((key: string) => {
    setRefused(null);
    setItems((old) => {
      old.find((item) => item.key === key)?.abort();
      return old.filter((item) => item.key !== key);
    });
  }, []);

  const clear = useCallback(() => {
    setItems([]);
    setRefused(null);
  }, []);

  return {
    items,
    add,
    remove,
    clear,
    refused,
    busy: items.some((item) => item.file === null && item.error === null),
  };
}
