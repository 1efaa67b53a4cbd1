/** The call part of the panel: loaded when somebody wants to call, or is in a call. */

import type { State } from "../client/frames";
import CallAsk from "./CallAsk";
import CallBar from "./CallBar";

export type CallPartProps =
  | { state: State }
  | {
      /** The microphone is there: begin, from the page with this name. */
      onReady: (attachment: string) => void;
      onChat: () => void;
    };

export default function Call(props: CallPartProps) {
  return "state" in props ? <CallBar {...props} /> : <CallAsk {...props} />;
}
