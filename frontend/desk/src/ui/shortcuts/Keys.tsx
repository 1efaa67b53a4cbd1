/** Keys as they are printed on the keyboard. */
import classes from "./Keys.module.css";
import type { ActionId } from "./catalogue";
import { useKeys } from "./useShortcut";

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = {
  alt: mac ? "⌥" : "Alt",
  mod: mac ? "⌘" : "Ctrl",
  shift: mac ? "⇧" : "Shift",
  enter: "Enter",
  arrowdown: "↓",
  arrowup: "↑",
  escape: "Esc",
};

export function keyNames(press: string): string[] {
  const parts = press === "+" ? ["+"] : press.split("+");
  return parts.map((part) => NAMES[part] ?? part.toUpperCase());
}

export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(" ").map((press, index) => (
        <kbd key={`${press}${index}`} className={classes.key}>
          {keyNames(press).join(mac ? "" : "+")}
        </kbd>
      ))}
    </span>
  );
}

export function ActionKeys({ id }: { id: ActionId }) {
  return <Keys keys={useKeys(id)} />;
}

/** For aria-keyshortcuts: "Alt+A". */
export function ariaKeys(keys: string): string {
  return keys
    .split("+")
    .map((part) => (part === "mod" ? "Control" : part.charAt(0).toUpperCase() + part.slice(1)))
    .join("+");
}
