/**
 * This page as the agent's telephone.
 *
 * The server decides which page of an agent carries the sound; another page can take it. A call
 * that was accepted is answered by itself. The microphone is asked for at the device check, and
 * opened for each call: between calls it is off.
 */
import { useSyncExternalStore } from "react";
import type { Engine } from "../../../phone/engine";
import type { Line, LineFrame } from "../../../phone/line";
import { SILENT, type Heard, type MicProblem } from "../../../phone/heard";
import type { SaidFrame } from "../../../phone/frames";
import type { CallFrame, ServerFrame, TelephoneFrame } from "../live/protocol";
import { live } from "../live/store";

const KEY = "onqueue.phone";

export interface Devices {
  /** The device check was done in this browser. */
  checked: boolean;
  mic: string;
  speaker: string;
}

export interface PhoneState {
  /** Does this page carry the sound? Null while that is not known, or not wanted. */
  owner: boolean | null;
  devices: Devices;
  heard: Heard;
  calls: Readonly<Record<string, CallFrame>>;
  problem: MicProblem | null;
  /** By which telephone I speak; null where no telephone calls can come at all. */
  telephone: TelephoneFrame | null;
}

/** Where the page's line to Asterisk begins: our own server carries it on. */
function lineAddress(): string {
  const { protocol, host } = window.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/api/calls/line`;
}

const NO_DEVICES: Devices = { checked: false, mic: "", speaker: "" };

function stored(): Devices {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Devices>;
    return { ...NO_DEVICES, ...kept };
  } catch {
    return NO_DEVICES;
  }
}

export class Phone {
  /** Loaded for those who take calls, and not before. */
  engine: Engine | null = null;
  /** Loaded when the server gives this page a line. */
  line: Line | null = null;
  private state: PhoneState;
  private readonly listeners = new Set<() => void>();
  private readonly send: (frame: SaidFrame) => void;
  private on = false;

  constructor(send: (frame: SaidFrame) => void) {
    this.send = send;
    this.state = {
      owner: null,
      devices: stored(),
      heard: SILENT,
      calls: {},
      problem: null,
      telephone: null,
    };
  }

  get = (): PhoneState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Be a telephone, for somebody who takes calls and has checked their microphone. */
  async start(): Promise<void> {
    this.on = true;
    await this.load();
    this.attach();
  }

  private async load(): Promise<void> {
    const { Engine } = await import("../../../phone/engine");
    this.engine ??= new Engine({
      send: this.send,
      changed: (heard) => this.heardOf(heard),
    });
  }

  /** It may have been stopped while it was loaded. */
  private attach(): void {
    if (this.on && this.engine) this.send({ t: "phone", attachment: this.engine.attachment });
  }

  stop(): void {
    if (!this.on) return;
    this.on = false;
    this.send({ t: "phone_off" });
    this.engine?.close();
    this.line?.disconnect();
    this.show({ owner: null });
  }

  /** Take the sound from another page of mine. */
  takeOver(): void {
    if (this.engine) this.send({ t: "phone", attachment: this.engine.attachment, take: true });
  }

  choose(devices: Partial<Devices>): void {
    const next = { ...this.state.devices, ...devices };
    localStorage.setItem(KEY, JSON.stringify(next));
    this.show({ devices: next, problem: null });
  }

  hear(frame: ServerFrame): void {
    if (frame.t === "phone_state") this.owned(frame.owner);
    else if (frame.t === "call") this.called(frame);
    else if (frame.t === "telephone") this.show({ telephone: frame });
    else if (frame.t === "line") void this.register(frame);
    else if (frame.t === "signal") this.engine?.take(frame);
    else if (frame.t === "phone") {
      this.engine?.take(frame);
      if (frame.plan?.state === "ringing") void this.answer();
    }
  }

  /** By which telephone do I speak? Told at once, and whenever it changes. */
  ask(): void {
    this.send({ t: "line", up: false });
  }

  /** The socket is gone: whose sound it is will be said again. */
  lost(): void {
    if (this.on) this.show({ owner: null });
  }

  /** What carries the sound now. */
  get sound(): Engine | Line | null {
    return this.line && this.line.heard.leg !== null ? this.line : this.engine;
  }

  private async register(frame: LineFrame): Promise<void> {
    const { Line } = await import("../../../phone/line");
    if (!this.on) return;
    this.line ??= new Line({
      changed: (heard) => this.show({ heard }),
      registered: (up) => this.send({ t: "line", up }),
      failed: (error) => this.failed(error),
      devices: () => this.state.devices,
    });
    this.line.connect(frame, lineAddress());
  }

  /** Without a microphone this page is no telephone, until it was checked again. */
  private failed(error: unknown): void {
    this.choose({ checked: false });
    this.show({ problem: problemOf(error) });
  }

  private async answer(): Promise<void> {
    const { mic, speaker } = this.state.devices;
    const { engine } = this;
    if (engine === null) return;
    try {
      await engine.open(mic, speaker);
      engine.answer();
    } catch (error) {
      engine.hangUp(true);
      this.failed(error);
    }
  }

  private owned(owner: boolean): void {
    this.show({ owner });
    if (owner) return;
    this.engine?.close();
    this.line?.disconnect();
  }

  private called(frame: CallFrame): void {
    const others = Object.values(this.state.calls).filter((one) => one.contact !== frame.contact);
    const all = frame.over ? others : [...others, frame];
    this.show({ calls: Object.fromEntries(all.map((one) => [one.contact, one])) });
    // Should the news of its end not have come by the line itself, this says so.
    const leg = this.line?.heard.leg ?? "";
    const gone = frame.over || !frame.legs.some((one) => one.leg === leg);
    if (gone && leg.startsWith(`${frame.contact}-`)) this.line?.release(leg);
  }

  private heardOf(heard: Heard): void {
    if (heard.cause !== null) this.engine?.close();
    this.show({ heard });
  }

  private show(changed: Partial<PhoneState>): void {
    this.state = { ...this.state, ...changed };
    for (const listener of this.listeners) listener();
  }
}

/** What is wrong with the microphone, of all that can go wrong. */
export function problemOf(error: unknown): MicProblem {
  const named = error instanceof Error && error.name === "MicError";
  return named ? (error.message as MicProblem) : "busy";
}

export const phone = new Phone((frame) => live.link.send(frame));

export function usePhone(): PhoneState {
  return useSyncExternalStore(phone.subscribe, phone.get, phone.get);
}
