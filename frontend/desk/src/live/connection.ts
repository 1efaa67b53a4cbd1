/**
 * Keeps one socket to the floor alive.
 *
 * The server pings every ten seconds and we only answer: a hidden tab whose timers are throttled
 * stays connected. When nothing has come for 25 s the data on the screen is called stale and the
 * socket is replaced. A new connection says how far we got, and the server sends what we missed,
 * or a new snapshot.
 */
import type { ClientFrame, ServerFrame } from "./protocol";

export type LinkStatus = "connecting" | "live" | "stale" | "offline" | "refused";

export interface SocketLike {
  readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: (() => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface LinkOptions {
  open: () => SocketLike;
  hello: () => { csrf: string; after: number | null; epoch: string | null };
  onFrame: (frame: ServerFrame) => void;
  onStatus: (status: LinkStatus) => void;
  /** Asks whether anybody is still signed in, after the server closed without a word. */
  onRefused: () => void;
  random?: () => number;
  now?: () => number;
}

export const SILENCE_MS = 25_000;
export const RETRY_MIN_MS = 500;
export const RETRY_MAX_MS = 15_000;
export const WATCHES_MAX = 40;
const OPEN = 1;
const REFUSED_CODES = new Set([4401, 4403, 1008]);

export class Link {
  status: LinkStatus = "offline";
  private socket: SocketLike | null = null;
  private attempts = 0;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private wanted = false;
  private greeted = false;
  private watches = new Map<string, () => number>();
  private lastHeard = 0;
  private readonly options: LinkOptions;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    this.drop();
    this.say("offline");
  }

  /** The browser says that the network or the tab is back: do not wait for the timer. */
  nudge(): void {
    if (!this.wanted) return;
    if (this.socket !== null && this.now() - this.lastHeard < SILENCE_MS) return;
    this.attempts = 0;
    this.drop();
    this.connect();
  }

  watch(conversation: string, after: () => number): void {
    if (this.watches.size >= WATCHES_MAX && !this.watches.has(conversation)) return;
    this.watches.set(conversation, after);
    this.send({ t: "watch", conversation, after: after() });
  }

  unwatch(conversation: string): void {
    if (this.watches.delete(conversation)) this.send({ t: "unwatch", conversation });
  }

  /** Whether it went out; what is lost here is only a sign of typing, never a message. */
  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== OPEN) return false;
    if (!this.greeted && frame.t !== "hello") return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private say(status: LinkStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.options.onStatus(status);
  }

  private connect(): void {
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    if (this.status !== "stale") this.say("connecting");
    const socket = this.options.open();
    this.socket = socket;
    this.greeted = false;
    this.heard();
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.send({ t: "hello", ...this.options.hello() });
      this.greeted = true;
      for (const [conversation, after] of this.watches) {
        this.send({ t: "watch", conversation, after: after() });
      }
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.receive(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.closed(event.code);
    };
    socket.onerror = () => undefined;
  }

  private receive(data: unknown): void {
    this.heard();
    if (typeof data !== "string") return;
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.t === "ping") this.send({ t: "pong" });
    if (frame.t === "snapshot" || frame.t === "patch" || frame.t === "ping") {
      this.attempts = 0;
      this.say("live");
    }
    this.options.onFrame(frame);
  }

  private heard(): void {
    this.lastHeard = this.now();
    if (this.silence !== null) clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.drop();
      this.say("stale");
      this.later();
    }, SILENCE_MS);
  }

  private closed(code: number): void {
    this.drop();
    if (!this.wanted) return;
    if (REFUSED_CODES.has(code)) {
      this.say("refused");
      this.options.onRefused();
    } else {
      this.say("stale");
    }
    this.later();
  }

  private later(): void {
    if (!this.wanted || this.retry !== null) return;
    const ceiling = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.attempts);
    this.attempts += 1;
    const wait = ceiling / 2 + (this.options.random ?? Math.random)() * (ceiling / 2);
    this.retry = setTimeout(() => {
      this.retry = null;
      if (this.wanted) this.connect();
    }, wait);
  }

  private drop(): void {
    if (this.silence !== null) clearTimeout(this.silence);
    if (this.retry !== null) clearTimeout(this.retry);
    this.silence = this.retry = null;
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onclose = socket.onmessage = socket.onopen = null;
      socket.close();
    }
  }
}
