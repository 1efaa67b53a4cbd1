/** Where the keyboard is: into the panel when it opens, and not out of it by accident. */

const WRITABLE = ".composer textarea, .form input, .form select, .form textarea";
const REACHABLE = "a[href],button,input:not([type=file]),select,textarea,[tabindex='0']";

export function focusInside(dialog: HTMLElement): void {
  // On a phone, focusing a field would throw the keyboard over what is to be read first.
  const touch = matchMedia("(pointer: coarse)").matches;
  const field = touch ? null : dialog.querySelector<HTMLElement>(WRITABLE);
  (field ?? dialog).focus({ preventScroll: true });
}

/** Tab on the last thing leads to the first, and back. */
export function keepFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== "Tab") return;
  const dialog = event.currentTarget;
  const stops = [...dialog.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (stop) => stop.tabIndex >= 0 && stop.offsetParent !== null,
  );
  const root = dialog.getRootNode() as ShadowRoot;
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (root.activeElement === from || (event.shiftKey && root.activeElement === dialog)) {
    event.preventDefault();
    to?.focus();
  }
}
