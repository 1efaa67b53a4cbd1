import { useRef, useState } from "preact/hooks";
import type { Failure, Item } from "../client/outbox";
import type { ComponentChildren } from "preact";
import { CallPart } from "./parts";
import { checkForm, MESSAGE_MAX, type Answers } from "./check";
import { useEnv } from "./env";
import { Field } from "./Field";

interface Props {
  kind: "start" | "leave";
  /** The same form, sent before and refused. */
  refused: Item | undefined;
  intro: ComponentChildren;
  onSent: () => void;
}

const MESSAGE = "text";

/** The questions before a chat, or of a message left while closed. */
export function FormView({ kind, refused, intro, onSent }: Props) {
  const env = useEnv();
  const { t, config, client, drafts } = env;
  const [answers, setAnswers] = useState<Answers>(() => ({
    ...env.identity(),
    ...answersOf(refused),
    ...unsent(drafts.read("message", "")),
    ...drafts.read<Answers>("form", {}),
  }));
  const [problems, setProblems] = useState<Answers>(() => problemsOf(refused?.failure));
  const [calling, setCalling] = useState<Answers | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const text = answers[MESSAGE] ?? "";

  const change = (key: string, value: string) => {
    const next = { ...answers, [key]: value };
    setAnswers(next);
    setProblems((before) => without(before, key));
    drafts.keep("form", next);
  };

  /** The answers, if they are as they must be; else says what is wrong. */
  const checked = (): Answers | null => {
    const found = checkForm(config.form, answers, env);
    const label = t("form.message");
    if (kind === "leave" && !text.trim()) found[MESSAGE] = t("form.missing", { label });
    if (text.length > MESSAGE_MAX) found[MESSAGE] = t("form.long", { label, max: MESSAGE_MAX });
    setProblems(found);
    const [first] = [...config.form.map(({ key }) => key), MESSAGE].filter((key) => found[key]);
    if (first) {
      form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
      return null;
    }
    const given = config.form.map(({ key }) => [key, (answers[key] ?? "").trim()] as const);
    return Object.fromEntries(given.filter(([, answer]) => answer));
  };

  const send = (filled: Answers, attachment?: string) => {
    if (refused) client.discard(refused.frame.id);
    const kept =
      kind === "start"
        ? client.begin(filled, text.trim() || null, attachment)
        : client.leaveMessage(filled, text.trim());
    if (!kept) return;
    // Who they are is kept for the next time; what they wrote has been said.
    drafts.keep("form", without(answers, MESSAGE));
    drafts.drop("message");
    onSent();
  };

  const submit = (event: Event) => {
    event.preventDefault();
    const filled = checked();
    if (filled) send(filled);
  };

  if (calling) {
    const back = () => setCalling(null);
    return <CallPart onReady={(page) => send(calling, page)} onChat={back} />;
  }

  return (
    <form class="form scroll" ref={form} onSubmit={submit} noValidate>
      {intro}
      {problems[""] && (
        <p class="problem" role="alert">
          {problems[""]}
        </p>
      )}
      {config.form.map((field) => (
        <Field
          key={field.key}
          field={field}
          value={answers[field.key] ?? ""}
          problem={problems[field.key]}
          onInput={(value) => change(field.key, value)}
        />
      ))}
      <div class="field">
        <label for="f-text">
          {t("form.message")}
          {kind === "start" && <span class="hint"> ({t("form.optional")})</span>}
        </label>
        <textarea
          id="f-text"
          name={MESSAGE}
          rows={3}
          value={text}
          required={kind === "leave"}
          aria-invalid={problems[MESSAGE] !== undefined}
          aria-describedby={problems[MESSAGE] === undefined ? undefined : "f-text-p"}
          onInput={(event) => change(MESSAGE, event.currentTarget.value)}
        />
        {problems[MESSAGE] && (
          <p class="problem" id="f-text-p">
            {problems[MESSAGE]}
          </p>
        )}
      </div>
      <button class="button" type="submit">
        {t(kind === "start" ? "form.start" : "closed.send")}
      </button>
      {kind === "start" && config.calls && (
        <button class="button quiet" type="button" onClick={() => setCalling(checked())}>
          {t("form.call")}
        </button>
      )}
      {config.look.privacy_url && /^https?:/.test(config.look.privacy_url) && (
        <a class="privacy" href={config.look.privacy_url} target="_blank" rel="noopener nofollow">
          {t("form.privacy")}
        </a>
      )}
    </form>
  );
}

/** What was being written in the chat when it came to an end is not lost. */
function unsent(text: string): Answers {
  return text ? { [MESSAGE]: text } : {};
}

function without(answers: Answers, gone: string): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== gone));
}

function answersOf(item: Item | undefined): Answers {
  if (item?.frame.t !== "start" && item?.frame.t !== "leave") return {};
  return { ...item.frame.form, [MESSAGE]: item.frame.text ?? "" };
}

function problemsOf(failure: Failure | null | undefined): Answers {
  if (!failure) return {};
  if (Object.keys(failure.fields).length > 0) return failure.fields;
  return { [failure.field ?? ""]: failure.title };
}
