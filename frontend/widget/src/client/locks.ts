/**
 * Which tab sends? The one that holds the Web Lock. Pages without TLS have no locks: there every
 * tab sends, which doubles nothing, because the server ignores an id that it knows.
 */

import type { Cancel } from "./world";

export function holdLock(
  name: string,
  steal: boolean,
  onGain: () => void,
  onLoss: () => void,
): Cancel {
  // Undefined on pages without TLS, whatever the types say.
  const locks = (navigator as Partial<Navigator>).locks;
  if (!locks) {
    const timer = setTimeout(onGain);
    return () => clearTimeout(timer);
  }
  const stop = new AbortController();
  let held = false;
  let over = false;
  let release: () => void = () => undefined;
  const keep = () => {
    if (over) return undefined;
    held = true;
    onGain();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  // A stolen lock rejects; a signal cannot be given together with `steal`.
  locks.request(name, steal ? { steal } : { signal: stop.signal }, keep).catch(() => {
    if (held && !over) onLoss();
  });
  return () => {
    over = true;
    stop.abort();
    release();
  };
}
