import type { State } from "../client/frames";
import { useEnv } from "./env";
import { Icon } from "./icons";

/** Where in the line, and for how long. Said aloud only when it changes. */
export function Waiting({ state }: { state: State }) {
  const { t, waitLine, client } = useEnv();
  return (
    <div class="card waiting" role="status">
      <Icon name="clock" />
      <div>
        <b>{waitLine(state)}</b>
        {state.keeps_place ? (
          <p>
            <strong>{t("keep.kept")}</strong> {t("keep.hint")}
          </p>
        ) : (
          state.channel !== "voice" && (
            <>
              <p>{t("wait.hint")}</p>
              <button class="button quiet" type="button" onClick={() => client.keepPlace()}>
                {t("keep.button")}
              </button>
            </>
          )
        )}
      </div>
    </div>
  );
}
