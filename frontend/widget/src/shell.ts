/** What the loader and the panel, two separate files, know of each other. */

import type { Config } from "./config";

export interface ChatEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  unread: number;
  phase: string;
  message: { from: "agent"; name: string | null; text: string; at: number };
}

export interface Shell {
  host: HTMLElement;
  root: ShadowRoot;
  config: Config;
  /** The address of the server, without a slash at the end. */
  base: string;
  /** Wanted languages, best first. */
  languages: string[];
  /** `page`: the panel fills the frame it is in and cannot be closed. */
  mode: "bubble" | "page";
  /** What the page has told about its visitor; fills empty fields of the form. */
  /** Whom the page's link asks for: a person's id, if it names one. */
  person?: string | undefined;
  identity: () => Record<string, string>;
  /** Tells the page, and shows the unread count on the bubble. */
  emit: <K extends keyof ChatEvents>(name: K, detail: ChatEvents[K]) => void;
  close: () => void;
}

export interface Panel {
  /** With the keyboard in it, unless nobody has asked for it on this page. */
  open: (quietly?: boolean) => void;
  close: () => void;
}

export interface PanelModule {
  mount: (shell: Shell) => Promise<Panel>;
}
