/** A server that follows the protocol, commits before it acknowledges, and fails when told to. */

import type { ClientFrame, Hello, Message, ServerFrame, State } from "../frames";
import { IDLE } from "../view";
import type { Answer } from "../world";
import type { VirtualClock } from "./clock";
import { FakeSocket } from "./socket";

interface PollBody extends Omit<Hello, "t"> {
  frames: ClientFrame[];
  wait_s: number;
}

interface Waiter {
  sent: ServerFrame[];
  finish: () => void;
}

export class FakeServer {
  readonly clock: VirtualClock;
  up = true;
  socketsPass = true;
  pollsPass = true;
  pings = true;
  open = true;
  state: State = IDLE;
  conversation: string | null = null;
  messages: Message[] = [];
  readonly sockets = new Set<FakeSocket>();
  /** Every frame that arrived, with what became of it. */
  readonly heard: ClientFrame[] = [];
  /** What the server does with the next kept frame: true = the script dealt with it. */
  intercept: ((frame: ClientFrame, socket: FakeSocket | null) => boolean) | null = null;
  dials = 0;
  private tokens = 0;
  private readonly done = new Set<string>();
  private readonly waiters = new Set<Waiter>();

  constructor(clock: VirtualClock) {
    this.clock = clock;
    this.pingLater();
  }

  dial(): FakeSocket {
    this.dials += 1;
    const socket = new FakeSocket(this.clock, (frame) => this.take(socket, frame));
    this.clock.after(5, () => {
      if (!this.up || !this.socketsPass) socket.die();
      else if (socket.open()) this.sockets.add(socket);
    });
    return socket;
  }

  post(text: string): Promise<Answer> {
    const body = JSON.parse(text) as PollBody;
    return new Promise((resolve, reject) => {
      this.clock.after(5, () => {
        if (!this.up || !this.pollsPass) {
          reject(new Error("no answer"));
          return;
        }
        const waiter: Waiter = {
          sent: [],
          finish: () => {
            if (this.waiters.delete(waiter))
              resolve({ status: 200, body: { frames: waiter.sent } });
          },
        };
        this.waiters.add(waiter);
        // Every request begins with a hello of its own; one that is sent along says nothing new.
        const { frames, wait_s: waitS, ...asked } = body;
        const tell = (frame: ServerFrame) => waiter.sent.push(frame);
        this.handle({ t: "hello", ...asked }, tell);
        for (const frame of frames) if (frame.t !== "hello") this.handle(frame, tell);
        const news = waiter.sent.some(({ t }) => t !== "welcome");
        if (news || waitS === 0 || frames.length > 0) waiter.finish();
        else this.clock.after(waitS * 1_000, waiter.finish);
      });
    });
  }

  /** Everything in memory is gone, what was committed stays. */
  kill(): void {
    this.up = false;
    for (const socket of [...this.sockets]) this.cut(socket);
  }

  restart(): void {
    this.up = true;
  }

  cut(socket: FakeSocket): void {
    this.sockets.delete(socket);
    socket.die();
  }

  say(text: string, name = "Mara"): void {
    this.commit({ id: `agent-${this.messages.length}`, from: "agent", name, text, files: [] });
  }

  become(state: Partial<State>): void {
    this.state = { ...this.state, ...state };
    this.toAll({ t: "state", state: this.state });
  }

  toAll(frame: ServerFrame): void {
    for (const socket of this.sockets) socket.deliver(frame);
    for (const waiter of this.waiters) {
      waiter.sent.push(frame);
      waiter.finish();
    }
  }

  /** The ids that were sent, once for each time that they arrived. */
  arrivals(kind: ClientFrame["t"]): string[] {
    return this.heard.flatMap((frame) => (frame.t === kind && "id" in frame ? [frame.id] : []));
  }

  texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  commit(message: Omit<Message, "seq" | "at" | "code" | "params">): Message {
    const seq = this.messages.length + 1;
    const whole = { ...message, seq, at: this.clock.now, code: null, params: {} };
    this.messages.push(whole);
    this.toAll(asFrame(whole));
    return whole;
  }

  private take(socket: FakeSocket, frame: ClientFrame): void {
    if (!this.sockets.has(socket)) return;
    this.handle(frame, (answer) => socket.deliver(answer), socket);
  }

  private handle(
    frame: ClientFrame,
    answer: (frame: ServerFrame) => void,
    socket: FakeSocket | null = null,
  ): void {
    this.heard.push(frame);
    if (this.intercept?.(frame, socket)) return;
    if (frame.t === "hello") {
      if (!frame.token) this.tokens += 1;
      answer({
        t: "welcome",
        token: frame.token ?? `token-${this.tokens}`,
        conversation: this.conversation,
        state: this.state,
        open: this.open,
        opens_at: null,
        last: this.messages.length,
      });
      for (const message of this.messages.slice(frame.after)) answer(asFrame(message));
    } else if ("id" in frame) {
      this.apply(frame);
      const own = this.messages.find(({ id }) => id === frame.id);
      answer({ t: "ack", id: frame.id, seq: own?.seq ?? null });
    }
  }

  /** Commits, unless the id is known. */
  apply(frame: ClientFrame): void {
    if (!("id" in frame) || this.done.has(frame.id)) return;
    this.done.add(frame.id);
    if (frame.t === "say") {
      this.commit({ id: frame.id, from: "customer", name: null, text: frame.text, files: [] });
    } else if (frame.t === "start") {
      this.conversation ??= "conversation-1";
      this.become({ phase: "waiting", position: 1, wait_low_s: 60, wait_high_s: 120 });
    } else if (frame.t === "end") this.become({ phase: "ended", can_rate: true });
    else if (frame.t === "rate") this.become({ rated: true });
    else this.become({ phase: "message_left" });
  }

  private pingLater(): void {
    this.clock.after(10_000, () => {
      if (this.pings) for (const socket of this.sockets) socket.deliver({ t: "ping" });
      this.pingLater();
    });
  }
}

function asFrame(message: Message): ServerFrame {
  return { t: "message", ...message };
}
