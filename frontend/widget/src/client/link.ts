/**
 * Keeps one channel to the server alive: socket first, long poll when sockets do not get through,
 * back to the socket when they do; after a loss it waits a jittered, growing time.
 */

import type { ClientFrame, ServerFrame } from "./frames";
import { openPoll, type Cursor } from "./poll";
import { openSocket, type Channel } from "./socket";
import { Timers } from "./timers";
import type { Answer, World } from "./world";

export const SOCKET_FAILURES_MAX = 2;
export const RETRY_MS_FIRST = 1_000;
export const RETRY_MS_MAX = 30_000;
export const PROBE_MS_FIRST = 30_000;
export const PROBE_MS_MAX = 600_000;
/** Longer silence than this, when the tab comes back, means that the tab was asleep. */
const STALE_MS = 15_000;
const AGAIN_MS_MIN = 2_000;

export interface LinkEvents {
  /** A fresh channel: say hello on it. */
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  onDown(): void;
  /** The server refused for good (401, 403, 404): no more attempts until `again` or `start`. */
  onRefused(answer: Answer): void;
}

export class Link {
  private readonly world: World;
  private readonly events: LinkEvents;
  private readonly cursor: () => Cursor;
  private channel: Channel | null = null;
  private probe: Channel | null = null;
  private readonly timers: Timers;
  private settled = false;
  private attempts = 0;
  private socketFailures = 0;
  private probeMs = PROBE_MS_FIRST;
  private heardAt = 0;
  private againAt = Number.NEGATIVE_INFINITY;

  constructor(world: World, events: LinkEvents, cursor: () => Cursor) {
    this.world = world;
    this.timers = new Timers(world);
    this.events = events;
    this.cursor = cursor;
  }

  start(): void {
    const stop = this.world.onSignal((signal) => {
      if (signal === "offline") this.lose();
      else this.wake(signal === "shown");
    });
    this.timers.set("signals", stop);
    this.connect();
  }

  stop(): void {
    this.drop();
    this.timers.clear();
  }

  send(frame: ClientFrame): void {
    this.channel?.send(frame);
  }

  /** Drops the channel and makes a new one, at once unless that has just been done. */
  again(): void {
    const now = this.world.now();
    const soon = now - this.againAt < AGAIN_MS_MIN;
    this.againAt = now;
    if (soon) {
      this.lose();
      return;
    }
    this.drop();
    this.connect();
  }

  private wake(maybeAsleep: boolean): void {
    const stale = maybeAsleep && this.world.now() - this.heardAt > STALE_MS;
    if (this.channel && !stale) return;
    this.attempts = 0;
    this.drop();
    this.connect();
  }

  private connect(): void {
    this.timers.unset("retry");
    this.settled = false;
    this.heardAt = this.world.now();
    const polling = this.socketFailures >= SOCKET_FAILURES_MAX;
    const events = {
      onOpen: () => {
        this.events.onOpen();
      },
      onFrame: (frame: ServerFrame) => {
        this.hear(frame, polling);
      },
      onClose: (answer: Answer | null) => {
        this.fail(polling, answer);
      },
    };
    this.channel = polling
      ? openPoll(this.world, events, this.cursor)
      : openSocket(this.world, events);
  }

  private hear(frame: ServerFrame, polling: boolean): void {
    this.heardAt = this.world.now();
    if (!this.settled) {
      this.settled = true;
      this.attempts = 0;
      if (polling) this.planProbe();
      else {
        this.socketFailures = 0;
        this.probeMs = PROBE_MS_FIRST;
      }
    }
    this.events.onFrame(frame);
  }

  private fail(polling: boolean, answer: Answer | null): void {
    // After a failed poll the socket gets one more chance before the next poll.
    if (polling) this.socketFailures = SOCKET_FAILURES_MAX - 1;
    else if (!this.settled) this.socketFailures += 1;
    this.drop();
    if (answer && [401, 403, 404].includes(answer.status)) this.events.onRefused(answer);
    else this.lose();
  }

  private lose(): void {
    this.drop();
    this.attempts += 1;
    const growing = Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** (this.attempts - 1));
    // Offline, the browser says when to go on; the timer is for browsers that never do.
    const delay = this.world.online() ? growing * (0.3 + 0.7 * this.world.random()) : RETRY_MS_MAX;
    this.timers.wait("retry", delay, () => this.connect());
    this.events.onDown();
  }

  private planProbe(): void {
    this.timers.wait("probe", this.probeMs, () => this.tryUpgrade());
    this.probeMs = Math.min(PROBE_MS_MAX, this.probeMs * 2);
  }

  private tryUpgrade(): void {
    const probe = openSocket(this.world, {
      onOpen: () => {
        this.channel?.close();
        this.timers.unset("probe");
        this.probe = null;
        this.channel = probe;
        this.settled = false;
        this.events.onOpen();
      },
      onFrame: (frame) => {
        this.hear(frame, false);
      },
      onClose: () => {
        if (this.channel === probe) {
          this.fail(false, null);
          return;
        }
        this.probe = null;
        this.planProbe();
      },
    });
    this.probe = probe;
  }

  private drop(): void {
    this.channel?.close();
    this.probe?.close();
    this.channel = this.probe = null;
    this.timers.unset("retry");
    this.timers.unset("probe");
  }
}
