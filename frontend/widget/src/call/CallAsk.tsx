import { useState } from "preact/hooks";
import { MicError } from "../../../phone/mic";
import type { MicProblem } from "../../../phone/heard";
import { useEnv } from "../panel/env";
import { callOf } from "./slot";
import { say } from "./words";

interface Props {
  /** The microphone is there: begin, from the page with this name. */
  onReady: (attachment: string) => void;
  onChat: () => void;
}

/** Before the browser asks for the microphone, we say why; afterwards, what is wrong. */
export default function CallAsk({ onReady, onChat }: Props) {
  const { client, lang } = useEnv();
  const [problem, setProblem] = useState<MicProblem | null>(null);
  const [asking, setAsking] = useState(false);
  const { engine } = callOf(client);
  const go = async () => {
    setAsking(true);
    try {
      await engine.open();
      onReady(engine.attachment);
    } catch (error) {
      setProblem(error instanceof MicError ? error.problem : "busy");
      setAsking(false);
    }
  };
  return (
    <div class="words" role="group" aria-labelledby="call-ask">
      <h3 id="call-ask">{say(lang, "ask.title")}</h3>
      <p>{say(lang, "ask.text")}</p>
      {problem && (
        <p class="problem" role="alert">
          {say(lang, `problem.${problem}`)}
        </p>
      )}
      <button class="button" type="button" disabled={asking} onClick={() => void go()}>
        {say(lang, problem ? "ask.again" : "ask.go")}
      </button>
      <button class="button quiet" type="button" onClick={onChat}>
        {say(lang, "ask.chat")}
      </button>
    </div>
  );
}
