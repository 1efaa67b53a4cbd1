/** Where is what in a recording, in shares of its length? */
import type { Recording } from "@onqueue/api/models";

export type Segment = Recording["segments"][number];

export interface Stretch {
  from: number;
  to: number;
}

/** A stretch in percent of the whole, never outside of it. */
export function shareOf({ from, to }: Stretch, length: number): { left: number; width: number } {
  if (length <= 0) return { left: 0, width: 0 };
  const begin = Math.min(Math.max(from, 0), length);
  const end = Math.min(Math.max(to, begin), length);
  return { left: (begin / length) * 100, width: ((end - begin) / length) * 100 };
}

/** The parts of a talk that were not recorded: what a listener wants to know of, or skip. */
export function gapsOf(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ kind }) => kind !== "recorded");
}

/** How long each of the voices speaks, in percent of the whole. */
export function shareOfSpeech(speech: readonly number[][], length: number): number {
  if (length <= 0) return 0;
  const spoken = speech.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);
  return Math.round((spoken / length) * 100);
}

/** The outline of a channel as the path of an SVG that is 100 high, mirrored at its middle. */
export function outline(bars: readonly number[]): string {
  return bars.map((bar, at) => `M${at + 0.5} ${50 - half(bar)}V${50 + half(bar)}`).join("");
}

/** Speech on a telephone is seldom louder than a third of what there could be. */
function half(bar: number): number {
  return Math.max(1, Math.min(48, bar * 1.4));
}

/** Under which word a reason of the server stands: its codes have dots, which words keep for parts. */
export function reasonKey(code: string): "notice" {
  return code.replaceAll(".", "_") as "notice";
}
