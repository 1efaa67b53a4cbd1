/** The one place that holds the floor's state in the browser, and how components read it. */
import { useCallback, useRef, useSyncExternalStore } from "react";
import { getCsrf } from "@onqueue/api/client";
import { Link, type LinkStatus, type SocketLike } from "./connection";
import type { ServerFrame } from "./protocol";
import { INITIAL, reduce, wholeTo, type Action, type LiveState } from "./reducer";

type Listener = () => void;
type FrameListener = (frame: ServerFrame, before: LiveState, after: LiveState) => void;

export class LiveStore {
  private state: LiveState = INITIAL;
  private listeners = new Set<Listener>();
  private frameListeners = new Set<FrameListener>();
  private watchers = new Map<string, number>();
  linkStatus: LinkStatus = "offline";
  refused: () => void = () => undefined;
  readonly link: Link;

  constructor(open: () => SocketLike) {
    this.link = new Link({
      open,
      hello: () => ({ csrf: getCsrf() ?? "", after: this.state.n, epoch: this.state.epoch }),
      onFrame: (frame) => this.dispatch({ t: "frame", frame, now: Date.now() }),
      onStatus: (status) => {
        this.linkStatus = status;
        this.tell();
      },
      onRefused: () => this.refused(),
    });
  }

  get = (): LiveState => this.state;

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For what happens once (a ring, a notification) rather than what is. */
  onFrame = (listener: FrameListener): (() => void) => {
    this.frameListeners.add(listener);
    return () => this.frameListeners.delete(listener);
  };

  dispatch = (action: Action): void => {
    const before = this.state;
    this.state = reduce(before, action);
    if (this.state !== before) this.tell();
    if (action.t === "frame") {
      for (const listener of this.frameListeners) listener(action.frame, before, this.state);
    }
  };

  /** Watches while anybody here does. */
  watch(conversation: string): () => void {
    const watchers = this.watchers.get(conversation) ?? 0;
    this.watchers.set(conversation, watchers + 1);
    if (watchers === 0) {
      this.link.watch(conversation, () => {
        const thread = this.state.threads[conversation];
        return thread === undefined ? 0 : wholeTo(thread);
      });
    }
    return () => this.release(conversation);
  }

  private release(conversation: string): void {
    const left = (this.watchers.get(conversation) ?? 1) - 1;
    if (left > 0) {
      this.watchers.set(conversation, left);
      return;
    }
    this.watchers.delete(conversation);
    this.link.unwatch(conversation);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function openSocket(): SocketLike {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${location.host}/api/live`) as unknown as SocketLike;
}

export const live = new LiveStore(openSocket);

/** Reads a part of the state; renders again only when `equal` says that the part changed. */
export function useLive<T>(
  select: (state: LiveState) => T,
  equal: (a: T, b: T) => boolean = Object.is,
): T {
  const last = useRef<{ value: T } | null>(null);
  const read = useCallback((): T => {
    const value = select(live.get());
    if (last.current !== null && equal(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  }, [select, equal]);
  return useSyncExternalStore(live.subscribe, read, read);
}

export function useLinkStatus(): LinkStatus {
  const read = (): LinkStatus => live.linkStatus;
  return useSyncExternalStore(live.subscribe, read, read);
}

/** Two lists with the same members in the same order. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

export function serverNow(): number {
  return Date.now() + live.get().skew;
}
