/** What is heard while waiting: a slow chord that the browser makes itself. No file is loaded. */

const CHORD_HZ = [262, 330, 392] as const;
const LOUDNESS = 0.05;
const SWELL_HZ = 0.15;

export class Music {
  private readonly context: AudioContext;
  private readonly element = new Audio();
  private playing: AudioScheduledSourceNode[] = [];

  constructor(context: AudioContext) {
    this.context = context;
  }

  set(on: boolean): void {
    if (on === this.playing.length > 0) return;
    if (on) this.start();
    else this.stop();
  }

  private start(): void {
    const out = this.context.createMediaStreamDestination();
    this.playing = CHORD_HZ.flatMap((hertz, index) => {
      const tone = new OscillatorNode(this.context, { frequency: hertz });
      const swell = new OscillatorNode(this.context, { frequency: SWELL_HZ * (1 + index / 3) });
      const depth = new GainNode(this.context, { gain: LOUDNESS / 3 });
      const gain = new GainNode(this.context, { gain: LOUDNESS });
      swell.connect(depth).connect(gain.gain);
      tone.connect(gain).connect(out);
      return [tone, swell];
    });
    for (const tone of this.playing) tone.start();
    this.element.srcObject = out.stream;
    void this.element.play().catch(() => undefined);
  }

  private stop(): void {
    for (const tone of this.playing) tone.stop();
    this.playing = [];
    this.element.pause();
    this.element.srcObject = null;
  }
}
