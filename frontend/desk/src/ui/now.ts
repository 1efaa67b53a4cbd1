/** One ticking clock for every timer on the screen, in step with the server's. */
import { createContext, useContext, useSyncExternalStore } from "react";

let skew = 0;

/** How far the server is ahead of this computer; timers count by the server's clock. */
export function setSkew(ms: number): void {
  skew = ms;
}

export function clock(): number {
  return Date.now() + skew;
}

class Ticker {
  private listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | null = null;
  private value = 0;
  private readonly every: number;

  constructor(every: number) {
    this.every = every;
  }

  get = (): number => {
    if (this.timer === null) this.value = this.read();
    return this.value;
  };

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => {
      this.value = this.read();
      for (const one of this.listeners) one();
    }, this.every);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0 && this.timer !== null) {
        clearInterval(this.timer);
        this.timer = null;
      }
    };
  };

  private read(): number {
    return Math.floor(clock() / this.every) * this.every;
  }
}

const second = new Ticker(1_000);
const minute = new Ticker(15_000);

/** The moment that a film shows; null where it is now. */
export const FilmTime = createContext<number | null>(null);

export function useFilmTime(): number | null {
  return useContext(FilmTime);
}

/** Now, again every second; in a film, the moment that it shows. */
export function useNow(): number {
  const now = useSyncExternalStore(second.subscribe, second.get, second.get);
  return useFilmTime() ?? now;
}

/** Now, for what is said in minutes. */
export function useSlowNow(): number {
  return useSyncExternalStore(minute.subscribe, minute.get, minute.get);
}
