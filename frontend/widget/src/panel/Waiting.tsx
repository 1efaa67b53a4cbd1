import type { State } from "../client/frames";
import { useEnv } from "./env";
import { Icon } from "./icons";

/** Where in the line, and for how long. Said aloud only when it changes. */
export function Waiting({ state }: { state: State }) {
  const { t, waitLine } = useEnv();
  return (
    <div class="card waiting" role="status">
      <Icon name="clock" />
      <div>
        <b>{waitLine(state)}</b>
        <p>{t("wait.hint")}</p>
      </div>
    </div>
  );
}
