/** A few dozen that are enough for talking with a company. */
export const EMOJI = Array.from(
  "😀😄😉😊🙂😍🤔😅😂🥲😢😞😡😱😴🤝👍👎👌🙏👏💪👋✋" +
    "🎉🔥⭐💡✅❌❓❗💬📷📎📄📦🚲🚚🏠🔧🔑💳🎁🕐📅💚🤞",
);

/** Where an arrow key leads in a grid; null when the key is not one of them. */
export function moveInGrid(at: number, key: string, columns: number, rtl: boolean): number | null {
  const steps: Record<string, number> = {
    ArrowRight: rtl ? -1 : 1,
    ArrowLeft: rtl ? 1 : -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -at,
    End: EMOJI.length - 1 - at,
  };
  const step = steps[key];
  if (step === undefined) return null;
  return Math.max(0, Math.min(EMOJI.length - 1, at + step));
}
