/** Plays a film: time goes on, what follows is asked for ahead, and one can jump. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Film } from "@onqueue/api/models";
import { films } from "../api";
import { advanced, fromPicture, wantsMore, withStrip, type Reel } from "../reel";

const TICK_MS = 200;

export interface Player {
  reel: Reel | null;
  playing: boolean;
  speed: number;
  error: unknown;
  setPlaying: (playing: boolean) => void;
  setSpeed: (speed: number) => void;
  seek: (at: number) => void;
}

export function useReel(film: Film): Player {
  const [reel, setReel] = useState<Reel | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(60);
  const [error, setError] = useState<unknown>(null);
  const asking = useRef(false);
  const seeking = useRef(0);

  const seek = useCallback(
    (at: number) => {
      const turn = (seeking.current += 1);
      films.picture(film.id, Math.round(at)).then(
        (picture) => {
          if (turn === seeking.current) setReel(fromPicture(picture));
        },
        (failure: unknown) => setError(failure),
      );
    },
    [film.id],
  );

  useEffect(() => seek(film.from_at), [seek, film.from_at]);

  const wants = reel !== null && wantsMore(reel);
  const after = reel?.n ?? 0;
  useEffect(() => {
    if (!wants || asking.current) return;
    asking.current = true;
    films
      .strip(film.id, after)
      .then(
        (strip) => setReel((old) => (old === null ? old : withStrip(old, strip))),
        (failure: unknown) => setError(failure),
      )
      .finally(() => {
        asking.current = false;
        // Who jumped meanwhile wants another one.
        setReel((old) => (old === null ? old : { ...old }));
      });
  }, [film.id, wants, after, reel]);

  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      setReel((old) => (old === null ? old : advanced(old, old.at + TICK_MS * speed, film.to_at)));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [playing, speed, film.to_at]);

  const ended = reel !== null && reel.at >= film.to_at;
  return { reel, playing: playing && !ended, speed, error, setPlaying, setSpeed, seek };
}
