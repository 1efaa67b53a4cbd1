/** A ring with a tail: the Q of a queue that somebody takes you out of. */
export function Logo({ size = 28, onDark = true }: { size?: number; onDark?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Onqueue">
      <circle
        cx="15"
        cy="15"
        r="9"
        fill="none"
        stroke={onDark ? "#7fd6ca" : "var(--mantine-color-petrol-6)"}
        strokeWidth="4"
      />
      <path d="M20.5 20.5 27 27" stroke="#fb6f4e" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
