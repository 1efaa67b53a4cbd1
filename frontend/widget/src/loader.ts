/**
 * The one line that a page embeds. It waits until the page is idle, asks the server for the
 * widget's settings, draws the bubble, and fetches the panel when it is first opened, or at once
 * when a conversation is under way. It stores nothing and sends nothing about the visitor.
 */

import type { Config } from "./config";
import { textIn } from "./config";
import { drawBubble, inkOn, STYLE } from "./loader/bubble";
import type { ChatEvents, Panel, PanelModule, Shell } from "./shell";

declare const PANEL_FILE: string;

type Listener = (detail: unknown) => void;

export interface OnqueueChat {
  open: () => void;
  close: () => void;
  toggle: () => void;
  /** Values for the form's fields, by their keys: name, email, … */
  identify: (visitor: Record<string, string>) => void;
  on: (event: keyof ChatEvents, listener: Listener) => () => void;
}

declare global {
  interface Window {
    OnqueueChat?: OnqueueChat;
  }
}

const WORDS: Record<string, [open: string, close: string, unread: string]> = {
  en: ["Open chat", "Close chat", "unread"],
  de: ["Chat öffnen", "Chat schließen", "ungelesen"],
};

function launch(script: HTMLScriptElement): void {
  const { widget, lang, position, mode, person } = script.dataset;
  if (!widget || window.OnqueueChat) return;
  const { origin } = new URL(script.src);
  const languages = [lang, document.documentElement.lang, ...navigator.languages].filter(
    (wanted): wanted is string => !!wanted,
  );
  const listeners: Partial<Record<string, Set<Listener>>> = {};
  let identity: Record<string, string> = {};
  let isOpen = mode === "page";
  let unread = 0;
  let begun: Promise<Panel | null> | undefined;
  let draw: () => void = () => undefined;
  let mount: (() => Promise<Panel | null>) | undefined;

  const emit: Shell["emit"] = (name, detail) => {
    if (name === "unread") unread = detail as number;
    draw();
    listeners[name]?.forEach((listener) => {
      listener(detail);
    });
  };
  const load = () => (begun ??= mount?.());
  const setOpen = (open: boolean, quietly?: boolean) => {
    if (mode === "page" && !open) return;
    isOpen = open;
    draw();
    // The panel may come late: it follows what is wanted by then.
    void (open ? load() : begun)?.then((panel) => panel?.[isOpen ? "open" : "close"](quietly));
  };
  window.OnqueueChat = {
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!isOpen),
    identify: (visitor) => {
      identity = { ...identity, ...visitor };
    },
    on: (event, listener) => {
      const set = (listeners[event] ??= new Set());
      set.add(listener);
      return () => set.delete(listener);
    },
  };

  async function begin(): Promise<void> {
    const query = encodeURIComponent(languages[0] ?? "");
    const answer = await fetch(`${origin}/api/chat/widgets/${widget ?? ""}?lang=${query}`, {
      credentials: "omit",
    });
    // Unknown here, or this page may not show it: then there is no chat, and no broken bubble.
    if (!answer.ok) return;
    const config = (await answer.json()) as Config;
    const { look } = config;
    const host = document.createElement("onqueue-chat");
    host.dataset["position"] = position ?? look.position ?? "right";
    host.dataset["mode"] = mode ?? "bubble";
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const language = languages[0] ?? "en";
    const shown = textIn(look.launcher, language);
    const bubble = drawBubble(root, shown);
    document.body.append(host);
    const own = getComputedStyle(host).getPropertyValue("--onqueue-accent").trim();
    const accent = own || (look.color ?? "#3550c8");
    host.style.setProperty("--oq-accent", accent);
    host.style.setProperty("--oq-ink", inkOn(getComputedStyle(bubble.button).backgroundColor));
    const words = WORDS[language.slice(0, 2)] ?? WORDS["en"] ?? [];
    draw = () => {
      const name = config.texts?.[isOpen ? "launcher.close" : "launcher.open"];
      const count = unread && !isOpen ? `, ${unread} ${words[2] ?? ""}` : "";
      const act = name ?? words[isOpen ? 1 : 0] ?? "";
      // Who speaks to their computer says what they see: the name begins with it.
      bubble.label((isOpen || act.includes(shown) ? act : `${shown}: ${act}`) + count);
      bubble.show(isOpen, unread);
    };
    mount = async () => {
      try {
        const url = new URL(PANEL_FILE, script.src).href;
        const module = (await import(/* @vite-ignore */ url)) as PanelModule;
        const shell = { host, root, config, base: origin, languages, emit, person };
        return await module.mount({
          ...shell,
          mode: mode === "page" ? "page" : "bubble",
          identity: () => identity,
          close: () => {
            setOpen(false);
            bubble.button.focus();
          },
        });
      } catch {
        // Not loaded; the next click tries again.
        begun = undefined;
        isOpen = false;
        draw();
        return null;
      }
    };
    bubble.button.onclick = () => setOpen(!isOpen);
    draw();
    if (isOpen) setOpen(true);
    else if (wasOpen(config.id)) setOpen(true, true);
    else if (isUnderWay(config.id)) void load();
  }

  const whenIdle = () => {
    const run = () => void begin().catch(() => undefined);
    // Not in every browser, whatever the types say.
    const idle = (window as Partial<Window>).requestIdleCallback;
    if (idle) idle(run, { timeout: 3_000 });
    else setTimeout(run, 200);
  };
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle);
}

/** The same key as the panel's client writes (client/session.ts). */
function isUnderWay(widget: string): boolean {
  try {
    return localStorage.getItem(`onqueue.${widget}.live`) === "1";
  } catch {
    return false;
  }
}

/**
 * Who goes on talking goes on seeing it on the next page, unless it would cover all of that page.
 * The key is the panel's (panel/drafts.ts), and the sizes are those of its style.
 */
function wasOpen(widget: string): boolean {
  return (
    isUnderWay(widget) &&
    !matchMedia("(max-width: 480px), (max-height: 420px)").matches &&
    sessionStorage.getItem(`onqueue.${widget}.draft.open`) === "true"
  );
}

if (document.currentScript instanceof HTMLScriptElement) launch(document.currentScript);
