/** How long the server takes to answer: the median of a few small questions. */
import { useEffect, useState } from "react";
import { api } from "@onqueue/api/client";

const ASKED = 5;
const EVERY_MS = 400;

export function useLatency(): number | null {
  const [latency, setLatency] = useState<number | null>(null);
  useEffect(() => {
    let gone = false;
    const measure = async (): Promise<void> => {
      const times: number[] = [];
      while (!gone && times.length < ASKED) {
        const start = performance.now();
        try {
          await api.GET("/api/session");
          times.push(performance.now() - start);
        } catch {
          // The badge says that there is no connection; ask again.
        }
        const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
        if (middle !== undefined) setLatency(Math.round(middle));
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    void measure();
    return () => {
      gone = true;
    };
  }, []);
  return latency;
}
