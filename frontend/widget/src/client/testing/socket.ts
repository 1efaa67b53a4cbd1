/** A socket whose frames take 5 ms each way, and which a test can cut without a word. */

import type { ClientFrame, ServerFrame } from "../frames";
import type { Socket } from "../world";
import type { VirtualClock } from "./clock";

const ONE_WAY_MS = 5;

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  /** The network swallows everything, in both directions. */
  mute = false;
  private readonly clock: VirtualClock;
  private readonly arrive: (frame: ClientFrame) => void;
  private state: "connecting" | "open" | "closed" = "connecting";

  constructor(clock: VirtualClock, arrive: (frame: ClientFrame) => void) {
    this.clock = clock;
    this.arrive = arrive;
  }

  open(): boolean {
    if (this.state !== "connecting") return false;
    this.state = "open";
    this.onopen?.();
    return true;
  }

  send(text: string): void {
    if (this.state !== "open") throw new Error("not open");
    this.clock.after(ONE_WAY_MS, () => {
      if (!this.mute) this.arrive(JSON.parse(text) as ClientFrame);
    });
  }

  close(): void {
    this.state = "closed";
  }

  deliver(frame: ServerFrame): void {
    this.deliverText(JSON.stringify(frame));
  }

  deliverText(data: string): void {
    this.clock.after(ONE_WAY_MS, () => {
      if (this.state === "open" && !this.mute) this.onmessage?.({ data });
    });
  }

  die(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.onclose?.();
  }
}
