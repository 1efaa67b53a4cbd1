import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Link, SILENCE_MS, type LinkStatus, type SocketLike } from "./connection";

class FakeSocket implements SocketLike {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  sent: unknown[] = [];

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function make() {
  const sockets: FakeSocket[] = [];
  const statuses: LinkStatus[] = [];
  const refused = vi.fn();
  let position: { after: number | null; epoch: string | null } = { after: null, epoch: null };
  const link = new Link({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    hello: () => ({ csrf: "token", ...position }),
    onFrame: (frame) => {
      if (frame.t === "snapshot") position = { after: frame.n, epoch: frame.epoch };
    },
    onStatus: (status) => statuses.push(status),
    onRefused: refused,
    random: () => 0,
  });
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  };
  return { link, sockets, statuses, refused, last };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Link", () => {
  it("says hello, answers pings, and is live with the first news", () => {
    const { link, statuses, last } = make();
    link.start();
    last().accept();
    last().say({ t: "snapshot", n: 7, epoch: "e1", entities: {} });
    last().say({ t: "ping" });
    expect(last().sent).toEqual([
      { t: "hello", csrf: "token", after: null, epoch: null },
      { t: "pong" },
    ]);
    expect(statuses).toEqual(["connecting", "live"]);
  });

  it("comes back from where it was, and watches again from there", () => {
    const { link, sockets, statuses, last } = make();
    link.start();
    last().accept();
    last().say({ t: "snapshot", n: 7, epoch: "e1", entities: {} });
    let seq = 3;
    link.watch("c1", () => seq);
    seq = 5;
    last().onclose?.({ code: 1006 });
    expect(statuses.at(-1)).toBe("stale");
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    last().accept();
    expect(last().sent).toEqual([
      { t: "hello", csrf: "token", after: 7, epoch: "e1" },
      { t: "watch", conversation: "c1", after: 5 },
    ]);
  });

  it("calls what it shows stale when nothing was heard for a while", () => {
    const { link, statuses, last } = make();
    link.start();
    last().accept();
    last().say({ t: "ping" });
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(statuses.at(-1)).toBe("live");
    vi.advanceTimersByTime(1);
    expect(statuses.at(-1)).toBe("stale");
  });

  it("waits longer each time, and asks who is signed in when it was turned away", () => {
    const { link, sockets, refused, last } = make();
    link.start();
    for (const wait of [250, 500, 1_000]) {
      last().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(wait - 1);
      const before = sockets.length;
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    last().onclose?.({ code: 4401 });
    expect(refused).toHaveBeenCalledTimes(1);
    link.stop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(4);
  });
});
