/** How a call sounds, in a word: what people hear as fair and poor. */
import type { Heard } from "../../../../phone/heard";

const LOST_FAIR = 0.02;
const LOST_POOR = 0.08;
const JITTER_MS_FAIR = 30;
const JITTER_MS_POOR = 80;
const TRIP_MS_FAIR = 250;
const TRIP_MS_POOR = 500;

export type Sounds = "unknown" | "good" | "fair" | "poor";

export function qualityOf({ apart, quality }: Pick<Heard, "apart" | "quality">): Sounds {
  if (apart) return "poor";
  if (quality === null) return "unknown";
  const { lost, jitter_ms: jitter, round_trip_ms: trip } = quality;
  if (lost >= LOST_POOR || jitter >= JITTER_MS_POOR || trip >= TRIP_MS_POOR) return "poor";
  if (lost >= LOST_FAIR || jitter >= JITTER_MS_FAIR || trip >= TRIP_MS_FAIR) return "fair";
  return "good";
}
