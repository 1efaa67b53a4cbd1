import { useState } from "preact/hooks";
import type { ClientView } from "../client/view";
import { useEnv } from "./env";
import { Icon } from "./icons";

interface Props {
  view: ClientView;
  onAgain: () => void;
  onReopen: () => void;
  onTranscript: () => void;
}

/** After the chat: how it was, the transcript, and the way on. */
export function Ended({ view, onAgain, onReopen, onTranscript }: Props) {
  const { t, config } = useEnv();
  const { can_rate: canRate, rated, can_reopen: canReopen } = view.state;
  return (
    <div class="ended">
      {view.messages.at(-1)?.from !== "system" && <p class="system">{t("end.title")}</p>}
      {config.rating_enabled && canRate && !rated && <Rating />}
      {rated && (
        <p class="card thanks" role="status">
          <Icon name="check" />
          {t("end.thanks")}
        </p>
      )}
      <div class="buttons">
        {canReopen && (
          <button class="button" type="button" onClick={onReopen}>
            {t("end.reopen")}
          </button>
        )}
        <button class={`button${canReopen ? " quiet" : ""}`} type="button" onClick={onAgain}>
          {t("end.again")}
        </button>
        <button class="button quiet" type="button" onClick={onTranscript}>
          {t("end.transcript")}
        </button>
      </div>
    </div>
  );
}

const SCORES = [1, 2, 3, 4, 5] as const;

function Rating() {
  const { t, client, drafts } = useEnv();
  const [score, setScore] = useState<number>(() => drafts.read("score", 0));
  const [comment, setComment] = useState(() => drafts.read("comment", ""));
  const [problem, setProblem] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    setProblem(!score);
    if (!score || !client.rate(score, comment.trim())) return;
    drafts.drop("score");
    drafts.drop("comment");
  };
  const chosen = SCORES.find((value) => value === score);
  return (
    <form class="card rating" onSubmit={submit}>
      <fieldset>
        <legend>{t("end.rate")}</legend>
        <div class="stars">
          {SCORES.map((value) => (
            <label key={value} class={value <= score ? "lit" : ""} title={t(`end.rate.${value}`)}>
              <input
                type="radio"
                name="score"
                value={value}
                checked={value === score}
                aria-label={`${value} – ${t(`end.rate.${value}`)}`}
                onChange={() => {
                  setScore(value);
                  setProblem(false);
                  drafts.keep("score", value);
                }}
              />
              <Icon name="star" />
            </label>
          ))}
        </div>
        <p class="hint" aria-hidden="true">
          {chosen ? t(`end.rate.${chosen}`) : "\u00a0"}
        </p>
      </fieldset>
      <label for="comment" class="sr">
        {t("end.comment")}
      </label>
      <textarea
        id="comment"
        rows={2}
        maxLength={2_000}
        value={comment}
        placeholder={t("end.comment")}
        onInput={({ currentTarget }) => {
          setComment(currentTarget.value);
          drafts.keep("comment", currentTarget.value);
        }}
      />
      {problem && (
        <p class="problem" role="alert">
          {t("end.missing")}
        </p>
      )}
      <button class="button" type="submit">
        {t("end.send")}
      </button>
    </form>
  );
}
