/** The panel's file: put into the loader's shadow root when it is first needed. */

import { render } from "preact";
import { browserWorld } from "./client/browser";
import { Client } from "./client/client";
import type { Message } from "./client/frames";
import { chooseLanguage, chooseRegion, textIn } from "./config";
import { textsOf } from "./i18n/languages";
import { wordsFor } from "./i18n/words";
import { App } from "./panel/App";
import { Drafts } from "./panel/drafts";
import { EnvContext, type Env } from "./panel/env";
import { PANEL_STYLE } from "./panel/style";
import { followScheme } from "./panel/theme";
import type { Panel, Shell } from "./shell";

export async function mount(shell: Shell): Promise<Panel> {
  const { host, root, config, base } = shell;
  const lang = chooseLanguage(shell.languages, config.languages);
  const region = chooseRegion(shell.languages, lang);
  const words = wordsFor(lang, await textsOf(lang), config.texts ?? {}, region);
  host.lang = lang;
  host.dir = words.dir;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PANEL_STYLE);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  followScheme(host, config.look.scheme ?? "auto");

  const client = new Client(browserWorld(base), {
    widget: config.id,
    lang,
    pageUrl: location.origin + location.pathname,
    ...(shell.person ? { person: shell.person } : {}),
  });
  const name = textIn(config.look.title, lang) || config.name;
  const drafts = new Drafts(config.id);
  const env: Env = { ...words, client, config, base, drafts, identity: shell.identity, name };
  const place = document.createElement("div");
  root.prepend(place);

  let shown = false;
  let quiet = false;
  const draw = () =>
    render(
      <EnvContext.Provider value={env}>
        <App
          view={client.view}
          shown={shown}
          quiet={quiet}
          closable={shell.mode === "bubble"}
          onClose={shell.close}
        />
      </EnvContext.Provider>,
      place,
    );
  client.subscribe(soon(draw));
  client.subscribe(tellPage(client, shell));
  client.start();
  shell.emit("ready", undefined);
  const show = (open: boolean) => {
    if (shown === open) return;
    shown = open;
    drafts.keep("open", open);
    draw();
    shell.emit(open ? "open" : "close", undefined);
  };
  const open = (quietly = false) => {
    quiet = quietly;
    show(true);
  };
  return { open, close: () => show(false) };
}

/** Once for many changes, and never in the middle of a drawing that has caused one. */
function soon(draw: () => void): () => void {
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      draw();
    });
  };
}

/** What the page hears of the conversation: only that something happened since it was loaded. */
function tellPage(client: Client, shell: Shell): () => void {
  let unread = 0;
  let phase = client.view.state.phase;
  let messages: readonly Message[] | null = null;
  return () => {
    const { view } = client;
    if (view.unread !== unread) shell.emit("unread", (unread = view.unread));
    if (view.state.phase !== phase) shell.emit("phase", (phase = view.state.phase));
    const before = messages?.at(-1)?.seq ?? Infinity;
    for (const { seq, from, name, text, at } of view.messages) {
      if (seq > before && from === "agent") shell.emit("message", { from, name, text, at });
    }
    if (view.known) messages = view.messages;
  };
}
