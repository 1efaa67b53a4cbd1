/** Preact's own runtime for JSX does more than this panel needs, and the panel has a budget. */

import { createElement, Fragment, type ComponentType, type VNode } from "preact";

export { Fragment };

export function jsx(type: ComponentType, props: object, key?: string): VNode {
  return createElement(type, key === undefined ? props : { ...props, key });
}

export { jsx as jsxs };
