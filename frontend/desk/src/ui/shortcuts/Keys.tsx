/** Keys as they are printed on the keyboard. */
import { Kbd } from "@mantine/core";
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

export function keyNames(keys: string): string[] {
  return keys
    .split(" ")
    .flatMap((press) => (press === "+" ? ["+"] : press.split("+")))
    .map((part) => NAMES[part] ?? part.toUpperCase());
}

export function Keys({ keys, size = "xs" }: { keys: string; size?: "xs" | "sm" }) {
  return (
    <span className={classes.keys}>
      {keyNames(keys).map((name, index) => (
        <Kbd key={`${name}${index}`} size={size}>
          {name}
        </Kbd>
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
