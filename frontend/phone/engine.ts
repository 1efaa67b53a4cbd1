/**
 * The sound of one page: a microphone, and the connections that the server's plan asks for.
 *
 * The plan says how things are to be; this makes them so, and may be told the same twice. Without
 * a server for the sound the page itself passes on what a listener may hear, and plays the music.
 */

import type { Hint, PhoneFrame, Plan, Quality, SaidFrame } from "./frames";
import { SILENT, type Heard } from "./heard";
import { measure } from "./measure";
import { Mic } from "./mic";
import { Music } from "./music";
import { Peer } from "./peer";

const TEND_MS = 1_000;
const REPORT_MS = 2_000;
/** A connection takes a moment: so long nobody is told that it is not there. */
const APART_MS = 3_000;

export interface EngineOptions {
  send: (frame: SaidFrame) => void;
  changed: (heard: Heard) => void;
}

export class Engine {
  /** Drawn once for the life of this page's sound. */
  readonly attachment = crypto.randomUUID();
  heard: Heard = SILENT;
  private readonly options: EngineOptions;
  private mic: Mic | null = null;
  private music: Music | null = null;
  private plan: Plan | null = null;
  private ice: RTCIceServer[] = [];
  private readonly peers = new Map<string, Peer>();
  private tending: ReturnType<typeof setInterval> | null = null;
  private apartSince: number | null = null;
  private reportedAt = 0;
  private sink = "";

  constructor(options: EngineOptions) {
    this.options = options;
  }

  get isOpen(): boolean {
    return this.mic !== null;
  }

  /** Ask for the microphone. Throws a `MicError` that says what is wrong. */
  async open(device = "", sink = ""): Promise<void> {
    this.sink = sink;
    if (this.mic) return;
    const mic = (this.mic = await Mic.open(device));
    mic.mute(this.heard.muted);
    this.music = new Music(mic.context);
    this.arrange();
  }

  take(frame: PhoneFrame): void {
    if (frame.t === "signal") this.signal(frame.link, frame.data);
    else if (frame.plan === null) this.over(frame.leg, frame.cause ?? 0);
    else {
      if (frame.ice) this.ice = frame.ice;
      this.plan = frame.plan;
      this.show({ leg: frame.leg, state: frame.plan.state, cause: null });
      this.tending ??= setInterval(() => void this.tend(), TEND_MS);
      this.arrange();
    }
  }

  answer(): void {
    if (this.heard.leg !== null) this.options.send({ t: "take", leg: this.heard.leg });
  }

  hangUp(refused = false): void {
    const { leg } = this.heard;
    if (leg === null) return;
    this.options.send({ t: "hangup", leg, refused });
    this.over(leg, 16);
  }

  mute(on: boolean): void {
    this.mic?.mute(on);
    this.show({ muted: on });
  }

  /** How loud the microphone is now, 0 to 1. */
  level(): number {
    return this.mic?.level() ?? 0;
  }

  /** Let go of everything, the microphone too. */
  close(): void {
    this.drop();
    this.mic?.close();
    this.mic = null;
    this.music = null;
  }

  private over(leg: string, cause: number): void {
    if (leg !== this.heard.leg) return;
    this.drop();
    this.show({ ...SILENT, cause });
  }

  private drop(): void {
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    this.music?.set(false);
    this.plan = null;
    this.apartSince = null;
    if (this.tending !== null) clearInterval(this.tending);
    this.tending = null;
  }

  /** Make it be as the plan says. */
  private arrange(): void {
    const { plan, mic } = this;
    if (!plan || !mic) return;
    this.music?.set(plan.music !== null);
    const wanted = new Map(plan.peers.map((peer) => [peer.link, peer]));
    for (const [link, peer] of this.peers) {
      if (wanted.has(link)) continue;
      peer.close();
      this.peers.delete(link);
    }
    for (const [link, peerPlan] of wanted) {
      if (this.peers.has(link)) continue;
      const peer = new Peer(mic.context, peerPlan, this.ice, {
        signal: (data) => this.tell(link, data),
        changed: () => this.arrange(),
      });
      void peer.speakTo(this.sink);
      this.peers.set(link, peer);
    }
    const links = new Map(plan.peers.map(({ leg, link }) => [leg, link]));
    for (const [link, { send, play }] of wanted) {
      const nodes = send.map((from) =>
        from === "mic" ? mic.voice : (this.peers.get(links.get(from) ?? "")?.source ?? null),
      );
      this.peers.get(link)?.set(
        nodes.filter((node) => node !== null),
        play,
      );
    }
    this.show({
      music: plan.music !== null,
      mutedByOthers: plan.muted,
      heardBy: plan.heard_by,
    });
  }

  private tell(link: string, data: Hint): void {
    const { leg } = this.heard;
    if (leg !== null) this.options.send({ t: "signal", leg, link, data });
  }

  private signal(link: string, data: Hint): void {
    this.peers.get(link)?.take(data);
  }

  private async tend(): Promise<void> {
    const now = Date.now();
    for (const peer of this.peers.values()) peer.tend(now);
    const whole = [...this.peers.values()].every((peer) => peer.isConnected);
    this.apartSince = whole ? null : (this.apartSince ?? now);
    const apart = this.apartSince !== null && now - this.apartSince >= APART_MS;
    if (apart !== this.heard.apart) this.show({ apart });
    const { leg } = this.heard;
    if (leg === null || now - this.reportedAt < REPORT_MS) return;
    this.reportedAt = now;
    const quality = await this.worst();
    if (quality) this.show({ quality });
    this.options.send({ t: "report", leg, apart, ...(quality ?? {}) });
  }

  /** The worst of the connections. */
  private async worst(): Promise<Quality | null> {
    const all = [...this.peers.values()].filter((peer) => peer.isConnected);
    const found = await Promise.all(all.map(({ connection }) => measure(connection)));
    const known = found.filter((one) => one !== null);
    if (known.length === 0) return null;
    return {
      lost: Math.max(...known.map(({ lost }) => lost)),
      jitter_ms: Math.max(...known.map(({ jitter_ms: ms }) => ms)),
      round_trip_ms: Math.max(...known.map(({ round_trip_ms: ms }) => ms)),
    };
  }

  private show(changed: Partial<Heard>): void {
    this.heard = { ...this.heard, ...changed };
    this.options.changed(this.heard);
  }
}
