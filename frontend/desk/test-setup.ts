import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// jsdom lays nothing out; these are the parts of a browser that Mantine asks for.
class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function matchNothing(query: string): MediaQueryList {
  const target = new EventTarget();
  return Object.assign(target, {
    matches: false,
    media: query,
    onchange: null,
    addListener: (): void => undefined,
    removeListener: (): void => undefined,
  });
}

window.ResizeObserver = NoResizes;
window.matchMedia = matchNothing;
window.scrollTo = (): void => undefined;
Element.prototype.scrollIntoView = (): void => undefined;
