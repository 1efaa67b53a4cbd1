// People who speak: each a browser process of its own, because its microphone is a file per process.
// What they say is a tone, so who hears whom can be measured.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type Page, chromium, expect } from "@playwright/test";

const RATE_HZ = 48_000;
const SECONDS = 5;
const LOUDNESS = 9_000;
/** In decibels of the spectrum: a tone that is there, and one that is not. */
const THERE_DB = -50;
const ABSENT_DB = -70;

const FLAGS = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--disable-dev-shm-usage",
];

/** Two browsers of this machine may meet here; Asterisk takes nothing from an address untold. */
const AMONG_BROWSERS = "--allow-loopback-in-peer-connection";

export class Speaker {
  readonly hertz: number;
  readonly context: BrowserContext;
  private readonly browser: Browser;
  private readonly folder: string;

  private constructor(hertz: number, browser: Browser, context: BrowserContext, folder: string) {
    this.hertz = hertz;
    this.browser = browser;
    this.context = context;
    this.folder = folder;
  }

  /** `usual` are the options that all browsers of the journeys are started with. */
  static async at(
    hertz: number,
    usual: { executablePath?: string; args?: string[] },
    special: string[] = [AMONG_BROWSERS],
  ): Promise<Speaker> {
    const folder = mkdtempSync(join(tmpdir(), "onqueue-tone-"));
    const file = join(folder, "tone.wav");
    writeFileSync(file, tone(hertz));
    const browser = await chromium.launch({
      ...usual,
      args: [
        ...(usual.args ?? []),
        ...FLAGS,
        ...special,
        `--use-file-for-fake-audio-capture=${file}`,
      ],
    });
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC" });
    await context.addInitScript(listen);
    return new Speaker(hertz, browser, context, folder);
  }

  /** Wait until the page plays exactly the tones of these people, and of none of the others. */
  static async hears(page: Page, these: number[], others: number[]): Promise<void> {
    await expect
      .poll(async () => {
        const loud = await page.evaluate<Record<string, number>, number[]>(
          (hertz) => (window as unknown as Listening).hear(hertz),
          [...these, ...others],
        );
        const there = these.every((one) => (loud[one] ?? -150) > THERE_DB);
        const absent = others.every((one) => (loud[one] ?? -150) < ABSENT_DB);
        return there && absent ? "as it should be" : JSON.stringify(loud);
      })
      .toBe("as it should be");
  }

  /** As when the machine dies: nothing is said any more. */
  async die(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Listening {
  hear: (hertz: number[]) => Promise<Record<string, number>>;
}

/** Runs in the page: keeps what plays, and measures it. Filters would take a steady tone away. */
function listen(): void {
  const playing: HTMLAudioElement[] = [];
  const Usual = window.Audio;
  window.Audio = class extends Usual {
    constructor(source?: string) {
      super(source);
      playing.push(this);
    }
  };
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (asked) => {
      const audio = typeof asked?.audio === "object" ? asked.audio : {};
      const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      return ask({ audio: { ...audio, ...raw } });
    };
  }
  let context: AudioContext | undefined;
  const measure = async (element: HTMLAudioElement, hertz: number[]): Promise<number[]> => {
    context ??= new AudioContext();
    const source = context.createMediaStreamSource(element.srcObject as MediaStream);
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    source.connect(analyser);
    await new Promise((done) => setTimeout(done, 400));
    const found = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(found);
    source.disconnect();
    const width = context.sampleRate / analyser.fftSize;
    return hertz.map((one) => {
      const bin = Math.round(one / width);
      return Math.max(-150, ...found.slice(bin - 1, bin + 2));
    });
  };
  (window as unknown as Listening).hear = async (hertz) => {
    const loud: Record<string, number> = {};
    for (const one of hertz) loud[one] = -150;
    for (const element of playing) {
      const stream = element.srcObject as MediaStream | null;
      if (element.muted || element.paused || !stream?.active) continue;
      const found = await measure(element, hertz);
      hertz.forEach((one, index) => {
        loud[one] = Math.round(Math.max(loud[one] ?? -150, found[index] ?? -150));
      });
    }
    return loud;
  };
}

function tone(hertz: number): Buffer {
  const samples = RATE_HZ * SECONDS;
  const file = Buffer.alloc(44 + samples * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index += 1) {
    const value = LOUDNESS * Math.sin((2 * Math.PI * hertz * index) / RATE_HZ);
    file.writeInt16LE(Math.round(value), 44 + index * 2);
  }
  return file;
}
