import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// What a screen comes to show may take its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

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
