/** Sounds made by the browser itself: a ring for offers, a tick for messages. No file is loaded. */

export type Sound = "ring" | "message" | "warning";

export interface SoundSettings {
  volume: number;
  ring: boolean;
  message: boolean;
}

const KEY = "onqueue.sound";
const DEFAULTS: SoundSettings = { volume: 0.6, ring: true, message: true };

/** Notes as [start s, length s, Hz]. */
const TUNES: Record<Sound, readonly (readonly [number, number, number])[]> = {
  ring: [
    [0, 0.22, 659],
    [0.16, 0.22, 880],
    [0.32, 0.34, 988],
  ],
  message: [
    [0, 0.09, 784],
    [0.07, 0.13, 1047],
  ],
  warning: [
    [0, 0.18, 440],
    [0.2, 0.26, 349],
  ],
};

let context: AudioContext | null = null;

export function soundSettings(): SoundSettings {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<SoundSettings>;
    return { ...DEFAULTS, ...stored };
  } catch {
    return DEFAULTS;
  }
}

export function saveSoundSettings(settings: SoundSettings): void {
  localStorage.setItem(KEY, JSON.stringify(settings));
}

/** Browsers keep sound off until a person has touched the page: call this from a click or key. */
export async function unlockSound(): Promise<boolean> {
  if (typeof AudioContext === "undefined") return false;
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  return context.state === "running";
}

export function soundUnlocked(): boolean {
  return context?.state === "running";
}

export function play(sound: Sound, settings = soundSettings()): void {
  const wanted = sound === "message" ? settings.message : settings.ring;
  if (!wanted || context?.state !== "running") return;
  const start = context.currentTime + 0.02;
  for (const [from, length, hertz] of TUNES[sound]) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = sound === "ring" ? "triangle" : "sine";
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, start + from);
    gain.gain.exponentialRampToValueAtTime(0.28 * settings.volume + 0.0001, start + from + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + from + length);
    tone.connect(gain).connect(context.destination);
    tone.start(start + from);
    tone.stop(start + from + length + 0.02);
  }
}

/** Rings again and again until the returned function is called. */
export function startRinging(every = 2_200): () => void {
  play("ring");
  const timer = setInterval(() => play("ring"), every);
  return () => clearInterval(timer);
}
