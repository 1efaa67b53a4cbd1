import { useState } from "preact/hooks";
import type { ClientView } from "../client/view";
import { isUnderWay } from "../client/view";
import { textIn } from "../config";
import { useEnv, type Env } from "./env";
import { Icon } from "./icons";

interface Props {
  view: ClientView;
  closable: boolean;
  onClose: () => void;
  onTranscript: () => void;
}

/** Nobody is told that we are here while we are not. */
function hello(view: ClientView, t: Env["t"]): string {
  return view.open || isUnderWay(view.state) ? t("subtitle") : "";
}

/** Who you are talking with, and the ways out. */
export function Header({ view, closable, onClose, onTranscript }: Props) {
  const { t, lang, config, client } = useEnv();
  const [asking, setAsking] = useState(false);
  const { state } = view;
  const underWay = isUnderWay(state);
  const agent = state.phase === "active" ? state.agent : null;
  const subtitle = agent ? t("chat.with") : textIn(config.look.subtitle, lang) || hello(view, t);
  return (
    <div class="header">
      <div class="avatar" aria-hidden="true">
        {agent ? initialsOf(agent) : <Icon name="chat" />}
        {agent && <i class="dot" />}
      </div>
      <div class="who">
        <h2 id="title">{agent ?? (textIn(config.look.title, lang) || t("title"))}</h2>
        {subtitle !== "" && <p>{subtitle}</p>}
      </div>
      {view.messages.length > 0 && (
        <IconButton name="save" label={t("end.transcript")} onClick={onTranscript} />
      )}
      {underWay && (
        <IconButton name="leave" label={t("chat.end")} onClick={() => setAsking(true)} />
      )}
      {closable && <IconButton name="close" label={t("close")} onClick={onClose} />}
      {asking && underWay && (
        <div class="ask" role="alertdialog" aria-label={t("chat.end.ask")}>
          <p>{t("chat.end.ask")}</p>
          <button
            class="button small"
            type="button"
            ref={(button) => button?.focus()}
            onClick={() => {
              client.end();
              setAsking(false);
            }}
          >
            {t("chat.end.yes")}
          </button>
          <button class="button small quiet" type="button" onClick={() => setAsking(false)}>
            {t("chat.end.no")}
          </button>
        </div>
      )}
    </div>
  );
}

interface IconButtonProps {
  name: "save" | "leave" | "close";
  label: string;
  onClick: () => void;
}

function IconButton({ name, label, onClick }: IconButtonProps) {
  return (
    <button class="tool" type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""];
  return letters.map((word) => Array.from(word ?? "")[0] ?? "").join("");
}
