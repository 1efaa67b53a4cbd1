/** A scale for small charts: it always begins at zero, and ends at a round number. */

export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((one) => value <= one * power) ?? 10;
  const round = step * power;
  return value > 1 && value < 10 ? Math.ceil(value) : round;
}

/** Where lines go, as shares of the highest; of things that are counted there is no half. */
export function lines(max: number, isShare: boolean): number[] {
  return isShare || Number.isInteger(max / 2) ? [0, 0.5, 1] : [0, 1];
}

/** Every how many labels one is shown, so that they do not touch. */
export function every(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / Math.max(1, room)));
}
