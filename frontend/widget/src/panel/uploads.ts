/** The files that are being added to the next message. */

import { useRef, useState } from "preact/hooks";
import type { FileRef } from "../client/frames";
import { useEnv } from "./env";
import { FILES_MAX, refusalOf, upload, UploadRefused, type Upload } from "./files";

export interface Uploads {
  list: readonly Upload[];
  ready: FileRef[];
  busy: boolean;
  problem: string | null;
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  clear: () => void;
}

export function useUploads(): Uploads {
  const env = useEnv();
  const { t, config, client, base, drafts } = env;
  const [list, setList] = useState<readonly Upload[]>(() => drafts.read<Upload[]>("files", []));
  const [problem, setProblem] = useState<string | null>(null);
  const aborts = useRef(new Map<string, () => void>());

  const change = (next: (before: readonly Upload[]) => readonly Upload[]) =>
    setList((before) => {
      const after = next(before);
      // A file on its way cannot be kept over a reload; one that has arrived can.
      drafts.keep(
        "files",
        after.filter(({ done }) => done),
      );
      return after;
    });
  const update = (key: string, changed: Partial<Upload>) =>
    change((before) => before.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  const drop = (key: string) => {
    aborts.current.get(key)?.();
    aborts.current.delete(key);
    change((before) => before.filter((one) => one.key !== key));
  };
  /** Each file that does not go along is named, however many they are. */
  const refuse = (said: string) =>
    setProblem((before) => (before ?? "").replace(said, "").trim() + `\n${said}`);

  const send = (file: File, token: string) => {
    const key = newKey();
    const { name, size } = file;
    change((before) => [...before, { key, name, size, progress: 0, done: null, problem: null }]);
    const sending = upload(base, token, file, (progress) => update(key, { progress }));
    aborts.current.set(key, sending.abort);
    sending.result.then(
      (done) => update(key, { progress: 1, done }),
      (error: unknown) => {
        drop(key);
        refuse(wordsOf(error, name));
      },
    );
  };

  const wordsOf = (error: unknown, name: string): string => {
    const { code = "", message = "" } = error instanceof UploadRefused ? error : {};
    if (code === "file.infected") return t("file.infected", { name });
    return message ? `${name}: ${message}` : t("file.failed", { name });
  };

  const add = (files: Iterable<File>) => {
    const max = config.files.max_count ?? FILES_MAX;
    const { token } = client;
    let room = max - list.length;
    setProblem(null);
    for (const file of files) {
      const refusal = refusalOf(file, config.files, env);
      if (refusal) refuse(refusal);
      else if (room <= 0) refuse(t("file.count", { max }));
      else if (!token) refuse(t("file.failed", { name: file.name }));
      else {
        room -= 1;
        send(file, token);
      }
    }
  };

  const ready = list.flatMap(({ done }) => done ?? []);
  return {
    list,
    ready,
    busy: ready.length < list.length,
    problem,
    add,
    remove: (key) => {
      setProblem(null);
      drop(key);
    },
    clear: () => {
      setProblem(null);
      change(() => []);
    },
  };
}

function newKey(): string {
  return Math.random().toString(36).slice(2);
}
