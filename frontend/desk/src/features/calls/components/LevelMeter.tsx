/** How loud the microphone is. Drawn only while it is looked at. */
import { useEffect, useState } from "react";
import classes from "./Calls.module.css";

const EVERY_MS = 120;

export function LevelMeter({ level, label }: { level: () => number; label: string }) {
  const [now, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(level()), EVERY_MS);
    return () => clearInterval(timer);
  }, [level]);
  return <meter className={classes.meter} aria-label={label} min={0} max={1} value={now} />;
}
