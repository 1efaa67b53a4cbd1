/** As a `ref`: the element has the focus when it appears, and is not given it again. */
export function focusOnMount(node: HTMLElement | null): void {
  node?.focus({ preventScroll: true });
}
