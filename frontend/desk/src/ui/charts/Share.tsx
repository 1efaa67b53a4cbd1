/** A share as a short bar behind its number. */
import classes from "./Share.module.css";

interface ShareProps {
  share: number | null;
  text: string;
  tone?: "calm" | "amber" | "red";
}

export function Share({ share, text, tone = "calm" }: ShareProps) {
  return (
    <span className={classes.share} data-tone={tone}>
      <svg viewBox="0 0 40 4" preserveAspectRatio="none" className={classes.bar} aria-hidden="true">
        <rect width="40" height="4" rx="2" className={classes.track} />
        {share !== null && (
          <rect width={40 * Math.min(1, share)} height="4" rx="2" className={classes.fill} />
        )}
      </svg>
      <span className="tnum">{text}</span>
    </span>
  );
}
