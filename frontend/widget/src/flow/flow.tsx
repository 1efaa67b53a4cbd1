/** The flow part of the panel: the answers that can be chosen. Loaded when a flow asks. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { State } from "../client/frames";
import { useEnv } from "../panel/env";
import STYLE from "./flow.css?inline";
import { choose } from "./words";

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

export default function Flow({ state: { asks } }: { state: State }) {
  const { client, lang } = useEnv();
  // The question whose answer is on its way: it is not answered twice.
  const [answered, setAnswered] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const open = asks && asks.number !== answered && asks.options.length > 0;
  useEffect(() => {
    const root = box.current?.getRootNode() as ShadowRoot | undefined;
    if (root && !root.adoptedStyleSheets.includes(SHEET)) root.adoptedStyleSheets.push(SHEET);
    box.current?.scrollIntoView({ block: "nearest" });
  }, [open, asks?.number]);
  if (!open) return null;
  return (
    <div class="choices" role="group" aria-label={choose(lang)} ref={box}>
      {asks.options.map((option) => (
        <button
          key={option}
          class="button quiet"
          type="button"
          onClick={({ currentTarget }) => {
            // The buttons go away: whoever uses the keyboard stays where the answer appears.
            currentTarget.closest<HTMLElement>(".scroll")?.focus();
            if (client.say(option, [], asks.number)) setAnswered(asks.number);
          }}
        >
          {option}
        </button>
      ))}
    </div>
  );
}
