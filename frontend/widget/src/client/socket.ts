/** One WebSocket to the server, from dialling to its end; it notices when the other side is dead. */

import { parseFrame, type ClientFrame, type ServerFrame } from "./frames";
import type { Answer, Cancel, World } from "./world";

/** A way to exchange frames. After `close`, or after `onClose` has run, nothing more happens. */
export interface Channel {
  send(frame: ClientFrame): void;
  close(): void;
}

export interface ChannelEvents {
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  /** With the server's answer if it refused in words. */
  onClose(answer: Answer | null): void;
}

/** Some proxies accept a socket and then pass nothing on: the first frame must come soon. */
export const FIRST_FRAME_MS_MAX = 10_000;
/** The server pings every 10 seconds. */
export const SILENCE_MS_MAX = 30_000;

export function openSocket(world: World, events: ChannelEvents): Channel {
  const socket = world.dial();
  let watch: Cancel = () => undefined;
  let over = false;

  function finish(): void {
    over = true;
    watch();
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
  function lose(): void {
    if (over) return;
    finish();
    events.onClose(null);
  }
  function watchFor(ms: number): void {
    watch();
    watch = world.after(ms, lose);
  }
  function send(frame: ClientFrame): void {
    try {
      socket.send(JSON.stringify(frame));
    } catch {
      lose();
    }
  }

  watchFor(FIRST_FRAME_MS_MAX);
  socket.onopen = () => {
    watchFor(FIRST_FRAME_MS_MAX);
    events.onOpen();
  };
  socket.onmessage = ({ data }) => {
    watchFor(SILENCE_MS_MAX);
    const frame = typeof data === "string" ? parseFrame(data) : null;
    if (frame?.t === "ping") send({ t: "pong" });
    else if (frame) events.onFrame(frame);
  };
  socket.onclose = lose;
  return { send, close: () => (over ? undefined : finish()) };
}
