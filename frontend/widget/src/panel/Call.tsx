import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallPartProps } from "../call/call";

/** What has to do with calling; loaded when it is first needed. */
export function CallPart(props: CallPartProps) {
  const [Part, setPart] = useState<FunctionComponent<CallPartProps> | null>(null);
  useEffect(() => {
    void import("../call/call").then((loaded) => setPart(() => loaded.Call));
  }, []);
  return Part && <Part {...props} />;
}
