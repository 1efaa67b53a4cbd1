/** The one call that this page can be in: its sound, and who watches it. */

import { Engine } from "../../../phone/engine";
import type { Heard } from "../../../phone/heard";
import type { PhoneFrame, SaidFrame } from "../../../phone/frames";
import type { Client } from "../client/client";

/** Q.850: both sides are done. */
const NORMAL = 16;

export class Call {
  readonly engine: Engine;
  since: number | null = null;
  private readonly client: Client;
  private readonly listeners = new Set<() => void>();

  constructor(client: Client) {
    this.client = client;
    this.engine = new Engine({
      send: (frame) => this.send(frame),
      changed: (heard) => this.changed(heard),
    });
    client.onCall = (frame) => (frame === "up" ? this.back() : this.engine.take(frame));
    // Who leaves the page leaves the call: nothing of it could go on here.
    addEventListener("pagehide", () => this.leave());
  }

  get failed(): boolean {
    const { cause } = this.engine.heard;
    return cause !== null && cause !== NORMAL;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  end(): void {
    this.client.end();
    this.leave();
  }

  private leave(): void {
    this.engine.hangUp();
    this.engine.close();
  }

  /** The socket is another one: say that the sound is still here. */
  private back(): void {
    if (this.engine.heard.leg === null) return;
    this.send({ t: "phone", attachment: this.engine.attachment });
  }

  private changed(heard: Heard): void {
    const talks = heard.state === "up" && !heard.music;
    this.since = talks ? (this.since ?? Date.now()) : heard.leg === null ? null : this.since;
    if (heard.cause !== null) this.engine.close();
    for (const listener of this.listeners) listener();
  }

  private send(frame: SaidFrame): void {
    this.client.transmit(frame);
  }
}

export type { PhoneFrame };

let slot: Call | null = null;

/** Made when it is first needed. */
export function callOf(client: Client): Call {
  return (slot ??= new Call(client));
}
