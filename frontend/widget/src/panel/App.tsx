import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ClientView } from "../client/view";
import { textIn } from "../config";
import { Banner, Notice } from "./Banner";
import { Chat } from "./Chat";
import { useEnv } from "./env";
import { focusInside, keepFocus } from "./focus";
import { FormView } from "./FormView";
import { Header } from "./Header";
import { screenOf, type Screen } from "./screen";
import { download, fileNameOf, transcriptOf } from "./transcript";

interface Props {
  view: ClientView;
  shown: boolean;
  /** Leave the keyboard where it is. */
  quiet: boolean;
  closable: boolean;
  onClose: () => void;
}

export function App({ view, shown, quiet, closable, onClose }: Props) {
  const env = useEnv();
  const { drafts } = env;
  const [anew, setAnew] = useState(() => drafts.read("anew", false));
  const dialog = useRef<HTMLDivElement>(null);
  const screen = screenOf(view, anew);
  useEffect(() => {
    if (shown && !quiet && dialog.current) focusInside(dialog.current);
  }, [shown, quiet, screen]);

  const again = (wanted: boolean) => {
    setAnew(wanted);
    drafts.keep("anew", wanted);
  };
  const save = () =>
    download(transcriptOf(view.messages, env, env.name), fileNameOf(view.messages, env));

  return (
    // The dialog listens for Escape and Tab on behalf of everything in it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      class="panel"
      role="dialog"
      aria-labelledby="title"
      tabIndex={-1}
      hidden={!shown}
      ref={dialog}
      onKeyDown={(event) => {
        if (event.key === "Escape" && closable) onClose();
        else keepFocus(event);
      }}
    >
      <Header view={view} closable={closable} onClose={onClose} onTranscript={save} />
      <Banner view={view} />
      <Notice view={view} />
      <Face
        key={screen}
        screen={screen}
        view={view}
        shown={shown}
        onAgain={again}
        onTranscript={save}
      />
    </div>
  );
}

interface FaceProps {
  screen: Screen;
  view: ClientView;
  shown: boolean;
  onAgain: (wanted: boolean) => void;
  onTranscript: () => void;
}

function Face({ screen, view, shown, onAgain, onTranscript }: FaceProps) {
  const { t, config, lang } = useEnv();
  const refused = view.pending.find(
    ({ frame, failure }) => failure && (frame.t === "start" || frame.t === "leave"),
  );
  const sent = () => onAgain(false);
  if (screen === "fatal") {
    return <Words title={t("fatal.title")}>{view.fatal?.title ?? t("fatal.text")}</Words>;
  }
  if (screen === "loading") return <Words title={t("loading")} />;
  if (screen === "form") {
    const intro = (
      <div class="intro">
        <h3>{textIn(config.look.greeting, lang) || t("greeting")}</h3>
        <p>{t("form.intro")}</p>
      </div>
    );
    return <FormView kind="start" refused={refused} intro={intro} onSent={sent} />;
  }
  if (screen === "closed") return <Closed view={view} refused={refused} onSent={sent} />;
  if (screen === "message") {
    const intro = (
      <div class="intro" role="status">
        <h3>{t("message.title")}</h3>
        <p>{t("message.leave")}</p>
        <button class="button quiet" type="button" onClick={() => onAgain(true)}>
          {t("end.again")}
        </button>
      </div>
    );
    return <FormView kind="leave" refused={refused} intro={intro} onSent={sent} />;
  }
  if (screen === "left") {
    const sending = view.pending.length > 0;
    return (
      <Words title={t(sending ? "left.sending" : "left.title")}>
        {!sending && <p>{t("left.text")}</p>}
        {!sending && (
          <button class="button quiet" type="button" onClick={() => onAgain(true)}>
            {t("left.again")}
          </button>
        )}
      </Words>
    );
  }
  return (
    <Chat
      view={view}
      shown={shown}
      over={screen === "ended"}
      onAgain={() => onAgain(true)}
      onTranscript={onTranscript}
    />
  );
}

interface ClosedProps {
  view: ClientView;
  refused: FaceProps["view"]["pending"][number] | undefined;
  onSent: () => void;
}

function Closed({ view, refused, onSent }: ClosedProps) {
  const { t, when, config } = useEnv();
  const opens = view.opensAt !== null && <p>{t("closed.opens", { when: when(view.opensAt) })}</p>;
  const title = t("closed.title");
  if (!config.offline_message_enabled) {
    return (
      <Words title={title}>
        {opens}
        {view.opensAt !== null && <p>{t("closed.none")}</p>}
      </Words>
    );
  }
  const intro = (
    <div class="intro">
      <h3>{title}</h3>
      {opens}
      <p>{t("closed.leave")}</p>
    </div>
  );
  return <FormView kind="leave" refused={refused} intro={intro} onSent={onSent} />;
}

function Words({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="words" role="status">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
