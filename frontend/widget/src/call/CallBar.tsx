import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { State } from "../client/frames";
import { useEnv } from "../panel/env";
import STYLE from "./call.css?inline";
import { callOf } from "./slot";
import { say, type CallKey } from "./words";

const SECOND_MS = 1_000;
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

/** The call above the messages: how it stands, mute, and hanging up. */
export default function CallBar({ state }: { state: State }) {
  const { client, lang } = useEnv();
  const call = callOf(client);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => call.subscribe(() => redraw(undefined)), [call]);
  const place = useRef<HTMLElement>(null);
  useEffect(() => dress(place.current), []);
  const { heard, isOpen } = call.engine;
  const talking = state.phase === "active" && heard.state === "up" && !heard.music;
  const key = lineOf(state, heard.leg !== null || isOpen, heard.apart, heard.music);
  return (
    <section class="call" ref={place} aria-label={say(lang, "region")}>
      <p role="status">
        {say(lang, key, state.agent ?? say(lang, "somebody"))}
        {heard.muted && <span> {say(lang, "muted")}</span>}
      </p>
      {talking && call.since !== null && <Clock since={call.since} />}
      <div class="buttons">
        {heard.leg !== null && (
          <button
            class="button small quiet"
            type="button"
            aria-pressed={heard.muted}
            onClick={() => call.engine.mute(!heard.muted)}
          >
            {say(lang, heard.muted ? "unmute" : "mute")}
          </button>
        )}
        <button class="button small bad" type="button" onClick={() => call.end()}>
          {say(lang, "hang_up")}
        </button>
      </div>
    </section>
  );
}

/** The part brings its style with it, once; the page's policy allows none in place. */
function dress(element: HTMLElement | null): void {
  const root = element?.getRootNode();
  if (!(root instanceof ShadowRoot) || root.adoptedStyleSheets.includes(SHEET)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, SHEET];
}

function lineOf(state: State, here: boolean, apart: boolean, music: boolean): CallKey {
  if (!here) return "elsewhere";
  if (state.phase === "waiting") return "waiting";
  if (apart) return "apart";
  return music ? "held" : "talking";
}

function Clock({ since }: { since: number }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.floor((Date.now() - since) / SECOND_MS)));
    count();
    const timer = setInterval(count, SECOND_MS);
    return () => clearInterval(timer);
  }, [since]);
  const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <span class="clock">{shown}</span>;
}
