/**
 * The sound of one page: a microphone, and the connections that the server's plan asks for.
 *
 * The plan says how things are to be; this makes them so, and may be told the same twice. Without
 * a server for the sound the page itself passes on what a listener may hear, and plays the music.
 */

import type { Hint, PhoneFrame, Plan, Quality, SaidFrame } from "./frames";
import { SILENT, type Heard, type MicProblem } from "./heard";
import { Music } from "./music";
import { Peer } from "./peer";

const TEND_MS = 1_000;
const REPORT_MS = 2_000;
/** A connection takes a moment: so long nobody is told that it is not there. */
const APART_MS = 3_000;

export class MicError extends Error {
  readonly problem: MicProblem;

  constructor(problem: MicProblem) {
    super(problem);
    this.name = "MicError";
    this.problem = problem;
  }
}

export interface EngineOptions {
  send: (frame: SaidFrame) => void;
  changed: (heard: Heard) => void;
}

export class Engine {
  /** Drawn once for the life of this page's sound. */
  readonly attachment = crypto.randomUUID();
  heard: Heard = SILENT;
  private readonly options: EngineOptions;
  private context: AudioContext | null = null;
  private mic: { stream: MediaStream; gain: GainNode; analyser: AnalyserNode } | null = null;
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
    const stream = await microphone(device);
    const context = (this.context ??= new AudioContext());
    await context.resume();
    const source = context.createMediaStreamSource(stream);
    const gain = new GainNode(context, { gain: this.heard.muted ? 0 : 1 });
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    source.connect(gain);
    source.connect(analyser);
    this.mic = { stream, gain, analyser };
    this.music ??= new Music(context);
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
    if (this.mic) this.mic.gain.gain.value = on ? 0 : 1;
    this.show({ muted: on });
  }

  /** How loud the microphone is now, 0 to 1. */
  level(): number {
    return this.mic ? loudness(this.mic.analyser) : 0;
  }

  /** Let go of everything, the microphone too. */
  close(): void {
    this.drop();
    for (const track of this.mic?.stream.getTracks() ?? []) track.stop();
    this.mic = null;
    this.music = null;
    void this.context?.close();
    this.context = null;
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
    const { plan, context, mic } = this;
    if (!plan || !context || !mic) return;
    this.music?.set(plan.music !== null);
    const wanted = new Map(plan.peers.map((peer) => [peer.link, peer]));
    for (const [link, peer] of this.peers) {
      if (wanted.has(link)) continue;
      peer.close();
      this.peers.delete(link);
    }
    for (const [link, peerPlan] of wanted) {
      if (this.peers.has(link)) continue;
      const peer = new Peer(context, peerPlan, this.ice, {
        signal: (data) => this.tell(link, data),
        changed: () => this.arrange(),
      });
      void peer.speakTo(this.sink);
      this.peers.set(link, peer);
    }
    const links = new Map(plan.peers.map(({ leg, link }) => [leg, link]));
    for (const [link, { send, play }] of wanted) {
      const nodes = send.map((from) =>
        from === "mic" ? mic.gain : (this.peers.get(links.get(from) ?? "")?.source ?? null),
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
    const quality = await this.measure();
    if (quality) this.show({ quality });
    this.options.send({ t: "report", leg, apart, ...(quality ?? {}) });
  }

  /** The worst of the connections. */
  private async measure(): Promise<Quality | null> {
    const all = [...this.peers.values()].filter((peer) => peer.isConnected);
    const found = await Promise.all(all.map(({ connection }) => qualityOf(connection)));
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

async function microphone(device: string): Promise<MediaStream> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices) throw new MicError("unsupported");
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(device !== "" && { deviceId: { ideal: device } }),
  };
  try {
    return await mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotFoundError") throw new MicError("missing");
    throw new MicError(name === "NotReadableError" ? "busy" : "refused");
  }
}

export function loudness(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(1, Math.sqrt(power) * 4);
}

interface Inbound extends RTCStats {
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
}

async function qualityOf(connection: RTCPeerConnection): Promise<Quality | null> {
  const stats = await connection.getStats();
  let quality: Quality | null = null;
  let trip = 0;
  stats.forEach((raw: Inbound) => {
    if (raw.type === "candidate-pair" && raw.nominated) trip = raw.currentRoundTripTime ?? trip;
    if (raw.type !== "inbound-rtp") return;
    const lost = Math.max(0, raw.packetsLost ?? 0);
    const all = lost + (raw.packetsReceived ?? 0);
    quality = {
      lost: all === 0 ? 0 : lost / all,
      jitter_ms: Math.min(60_000, (raw.jitter ?? 0) * 1_000),
      round_trip_ms: 0,
    };
  });
  const found = quality as Quality | null;
  return found && { ...found, round_trip_ms: Math.min(60_000, trip * 1_000) };
}
