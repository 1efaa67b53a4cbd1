import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallPartProps } from "../call/call";
import type { State } from "../client/frames";
import type { EmojiProps } from "./EmojiPicker";

interface Loaded<P> {
  default: FunctionComponent<P>;
}

/** What not everybody needs is loaded when it is first drawn. */
function lazily<P extends object>(load: () => Promise<Loaded<P>>): FunctionComponent<P> {
  return (props) => {
    const [part, setPart] = useState<Loaded<P>>();
    useEffect(() => {
      void load().then(setPart);
    }, []);
    return part && <part.default {...props} />;
  };
}

/** What has to do with calling. */
export const CallPart = lazily<CallPartProps>(() => import("../call/call"));
/** The answers that a flow lets one choose. */
export const FlowPart = lazily<{ state: State }>(() => import("../flow/flow"));
export const EmojiPicker = lazily<EmojiProps>(() => import("./EmojiPicker"));
