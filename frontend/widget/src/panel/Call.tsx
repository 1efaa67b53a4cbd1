import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallPartProps } from "../call/call";
import { useEnv } from "./env";

/** What has to do with calling. Until it is loaded it says so. */
export function CallPart(props: CallPartProps) {
  const { t } = useEnv();
  const [Part, setPart] = useState<FunctionComponent<CallPartProps> | null>(null);
  useEffect(() => {
    void import("../call/call").then((loaded) => setPart(() => loaded.Call));
  }, []);
  return Part ? <Part {...props} /> : <p class="words">{t("loading")}</p>;
}

/** Whether this page could carry a call at all: browsers give no microphone to insecure pages. */
export const canCall = () => "RTCPeerConnection" in window && "mediaDevices" in navigator;
