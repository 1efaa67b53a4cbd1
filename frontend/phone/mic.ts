/** A microphone that is open: what it hears, how loud, and whether it is passed on. */

import type { MicProblem } from "./heard";

export class MicError extends Error {
  readonly problem: MicProblem;

  constructor(problem: MicProblem) {
    super(problem);
    this.name = "MicError";
    this.problem = problem;
  }
}

export class Mic {
  readonly context: AudioContext;
  /** What is said, or silence while it is muted. */
  readonly voice: GainNode;
  private readonly stream: MediaStream;
  private readonly analyser: AnalyserNode;

  private constructor(context: AudioContext, stream: MediaStream) {
    this.context = context;
    this.stream = stream;
    const source = context.createMediaStreamSource(stream);
    this.voice = new GainNode(context);
    this.analyser = new AnalyserNode(context, { fftSize: 512 });
    source.connect(this.voice);
    source.connect(this.analyser);
  }

  /** Ask for the microphone. Throws a `MicError` that says what is wrong. */
  static async open(device: string): Promise<Mic> {
    const stream = await microphone(device);
    const context = new AudioContext();
    await context.resume();
    return new Mic(context, stream);
  }

  mute(on: boolean): void {
    this.voice.gain.value = on ? 0 : 1;
  }

  /** How loud it is now, 0 to 1. */
  level(): number {
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.min(1, Math.sqrt(power) * 4);
  }

  /** What is said, for a connection that takes no nodes. */
  outlet(): MediaStream {
    const out = this.context.createMediaStreamDestination();
    this.voice.connect(out);
    return out.stream;
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    void this.context.close();
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
