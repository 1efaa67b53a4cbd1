/** Everything outside the client: time, chance, the network, storage, and the other tabs. */

export type Cancel = () => void;

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface Answer {
  status: number;
  body: unknown;
}

/** When the browser refuses to store, it keeps what it is given for the life of the page. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** `shown`: the tab came to the front again; its timers may have been frozen until now. */
export type Signal = "online" | "offline" | "shown";

export interface World {
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  after(delayMs: number, run: () => void): Cancel;
  dial(): Socket;
  /** Rejects when there was no answer at all. */
  post(body: string, timeoutMs: number): { answer: Promise<Answer>; abort: Cancel };
  online(): boolean;
  onSignal(run: (signal: Signal) => void): Cancel;
  store: Store;
  /** Runs when another tab has changed the store. */
  onStore(run: (key: string) => void): Cancel;
  /** One tab at a time holds it. `steal` takes it from the tab that has it. */
  hold(name: string, steal: boolean, onGain: () => void, onLoss: () => void): Cancel;
}
