/** How one connection sounds, as the browser has counted it. */

import type { Quality } from "./frames";

interface Inbound extends RTCStats {
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
}

export async function measure(connection: RTCPeerConnection): Promise<Quality | null> {
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
