/** How the sound of a page stands, for whoever shows it: small, where the engine is loaded late. */

import type { Plan, Quality } from "./frames";

export type MicProblem = "refused" | "missing" | "busy" | "unsupported";

export interface Heard {
  leg: string | null;
  state: Plan["state"] | null;
  /** Somebody should be heard, and is not connected. */
  apart: boolean;
  music: boolean;
  muted: boolean;
  mutedByOthers: boolean;
  heardBy: readonly string[];
  quality: Quality | null;
  /** Why the last leg ended; null before. */
  cause: number | null;
}

export const SILENT: Heard = {
  leg: null,
  state: null,
  apart: false,
  music: false,
  muted: false,
  mutedByOthers: false,
  heardBy: [],
  quality: null,
  cause: null,
};
