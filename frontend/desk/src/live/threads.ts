/** The messages of one conversation: the newest page is read, then the socket adds to it. */
import { useCallback, useEffect, useState } from "react";
import { api, unwrap } from "@onqueue/api/client";
import { EMPTY_THREAD, type LiveState, type PageMode, type Thread } from "./reducer";
import { live, useLive } from "./store";

export const PAGE = 50;
const RETRY_MS = 3_000;

async function load(conversation: string, mode: PageMode): Promise<void> {
  const thread = live.get().threads[conversation] ?? EMPTY_THREAD;
  const at = mode === "before" ? { before: thread.items.at(0)?.seq ?? 0 } : {};
  const page = await unwrap(
    api.GET("/api/conversations/{id}/messages", {
      params: { path: { id: conversation }, query: { ...at, limit: PAGE } },
    }),
  );
  live.dispatch({ t: "page", conversation, items: page.items, more: page.more, mode });
}

export interface ThreadView {
  thread: Thread;
  ready: boolean;
  error: unknown;
  retry: () => void;
  loadEarlier: () => Promise<void>;
}

export function useThread(conversation: string, watched = true): ThreadView {
  const thread = useLive(
    useCallback((state: LiveState) => state.threads[conversation] ?? EMPTY_THREAD, [conversation]),
  );
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    load(conversation, "latest").then(
      () => {
        setError(null);
        if (!gone && watched) stop = live.watch(conversation);
      },
      (failure: unknown) => setError(failure),
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [conversation, watched, round]);

  useEffect(() => {
    if (!thread.gap) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const fill = (): void => {
      load(conversation, "latest").catch(() => {
        timer = setTimeout(fill, RETRY_MS);
      });
    };
    fill();
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, [conversation, thread.gap]);

  return {
    thread,
    ready: thread.from !== null,
    error: thread.from === null ? error : null,
    retry: useCallback(() => setRound((old) => old + 1), []),
    loadEarlier: useCallback(async () => {
      await load(conversation, "before");
    }, [conversation]),
  };
}
