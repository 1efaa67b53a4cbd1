import { useEffect, useState } from "preact/hooks";
import type { ClientView } from "../client/view";
import { useEnv } from "./env";

/** A short loss is nobody's business. */
const QUIET_MS = 1_500;
const BACK_SHOWN_MS = 3_000;

/** Says when the connection is lost, and when it is back. */
export function Banner({ view }: { view: ClientView }) {
  const { t } = useEnv();
  const [lost, setLost] = useState(false);
  const down = view.link === "down" && !view.fatal;
  const up = view.link === "up";
  useEffect(() => {
    if (!down && !(lost && up)) return;
    const timer = setTimeout(() => setLost(down), down ? QUIET_MS : BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [down, up, lost]);
  return (
    <div class={lost ? `banner${up ? " back" : ""}` : "sr"} role="status">
      {lost && t(up ? "link.back" : "link.down")}
    </div>
  );
}

/** The last refusal that belongs to no message. */
export function Notice({ view }: { view: ClientView }) {
  const { t, client } = useEnv();
  if (!view.notice) return null;
  return (
    <div class="banner" role="alert">
      <span>{view.notice.title}</span>
      <button class="link" type="button" onClick={() => client.clearNotice()}>
        {t("notice.close")}
      </button>
    </div>
  );
}
