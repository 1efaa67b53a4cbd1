/**
 * The same frames over plain requests, for networks that let no WebSocket through.
 *
 * At most one request waits for news and at most one sends, so that frames keep their order.
 */

import { isFrame, type ClientFrame, type Hello } from "./frames";
import type { Channel, ChannelEvents } from "./socket";
import type { Answer, Cancel, World } from "./world";

export const WAIT_S = 20;
const SEND_MS_MAX = 15_000;
/** A server that answers at once with nothing must not be asked in a tight loop. */
const PAUSE_MS = 1_000;

/** Each request stands alone, and says again who asks and from where on. */
export type Cursor = Pick<Hello, "widget" | "token" | "conversation" | "after" | "lang">;

export function openPoll(world: World, events: ChannelEvents, cursor: () => Cursor): Channel {
  const queue: ClientFrame[] = [];
  const stops = new Set<Cancel>();
  let sending = false;
  let waiting = false;
  let over = false;

  function finish(): void {
    over = true;
    stops.forEach((stop) => {
      stop();
    });
  }

  function post(frames: ClientFrame[], waitS: number, then: (count: number) => void): void {
    const body = JSON.stringify({ ...cursor(), frames, wait_s: waitS });
    const { answer, abort } = world.post(body, waitS * 1_000 + SEND_MS_MAX);
    stops.add(abort);
    answer.then(
      (got) => {
        stops.delete(abort);
        if (!over) take(got, then);
      },
      () => {
        lose(null);
      },
    );
  }

  function take(answer: Answer, then: (count: number) => void): void {
    if (answer.status !== 200) {
      lose(answer);
      return;
    }
    const frames = framesOf(answer.body);
    for (const frame of frames) {
      if (over) return;
      events.onFrame(frame);
    }
    then(frames.length);
  }

  function lose(answer: Answer | null): void {
    if (over) return;
    finish();
    events.onClose(answer);
  }

  function flush(): void {
    if (over || sending || queue.length === 0) return;
    sending = true;
    post(queue.splice(0), 0, () => {
      sending = false;
      flush();
      wait();
    });
  }

  function wait(): void {
    if (over || waiting) return;
    waiting = true;
    const asked = world.now();
    post([], WAIT_S, (count) => {
      waiting = false;
      const early = count === 0 && world.now() - asked < PAUSE_MS;
      stops.add(world.after(early ? PAUSE_MS : 0, wait));
    });
  }

  stops.add(
    world.after(0, () => {
      events.onOpen();
    }),
  );
  return {
    send: (frame) => {
      queue.push(frame);
      flush();
    },
    close: finish,
  };
}

function framesOf(body: unknown) {
  const frames: unknown = typeof body === "object" && body ? Reflect.get(body, "frames") : null;
  return Array.isArray(frames) ? frames.filter(isFrame) : [];
}
