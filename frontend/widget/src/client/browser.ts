/** The client's world in a real browser. */

import { holdLock } from "./locks";
import type { Answer, Cancel, Signal, Socket, Store, World } from "./world";

export function browserWorld(base: string): World {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    dial: () => new WebSocket(`${base.replace(/^http/, "ws")}/api/chat/socket`) as Socket,
    post: (body, timeoutMs) => post(`${base}/api/chat/frames`, body, timeoutMs),
    online: () => navigator.onLine,
    onSignal,
    store: keptStore(() => localStorage),
    onStore: (run) => {
      const listen = ({ key, storageArea }: StorageEvent) => {
        if (key && storageArea?.length !== undefined) run(key);
      };
      return listenTo(window, "storage", (event) => listen(event as StorageEvent));
    },
    hold: holdLock,
  };
}

function post(url: string, body: string, timeoutMs: number) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  const ask = async (): Promise<Answer> => {
    try {
      const got = await fetch(url, {
        method: "POST",
        credentials: "omit",
        headers: { "Content-Type": "application/json" },
        body,
        signal: stop.signal,
      });
      return { status: got.status, body: await got.json().catch(() => null) };
    } finally {
      clearTimeout(timer);
    }
  };
  return { answer: ask(), abort: () => stop.abort() };
}

function onSignal(run: (signal: Signal) => void): Cancel {
  const ends = [
    listenTo(window, "online", () => run("online")),
    listenTo(window, "offline", () => run("offline")),
    listenTo(window, "pageshow", () => run("shown")),
    listenTo(document, "visibilitychange", () => {
      if (!document.hidden) run("shown");
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function listenTo(target: EventTarget, name: string, run: (event: Event) => void): Cancel {
  target.addEventListener(name, run);
  return () => target.removeEventListener(name, run);
}

/** What the browser refuses (blocked, full) is kept in memory instead. */
export function keptStore(area: () => Storage): Store {
  const memory = new Map<string, string>();
  const attempt = <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return run(area());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key), null),
    set: (key, value) => {
      const stored = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      }, false);
      if (stored) memory.delete(key);
      else memory.set(key, value);
    },
    remove: (key) => {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key), undefined);
    },
    keys: () => [...new Set([...memory.keys(), ...attempt((area) => Object.keys(area), [])])],
  };
}
