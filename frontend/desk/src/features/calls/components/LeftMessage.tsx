/** What a caller said who left a message: to be heard, and nobody to be held or hung up on. */
import { useTranslation } from "react-i18next";
import { useThread } from "../../../live/threads";
import classes from "./Calls.module.css";

export function LeftMessage({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const { thread } = useThread(conversation);
  const voices = thread.items.flatMap((message) =>
    message.kind === "customer"
      ? message.attachments.filter((file) => file.type.startsWith("audio/"))
      : [],
  );
  const voice = voices.at(-1);
  return (
    <section className={classes.panel} aria-label={t("calls.left")}>
      <span className={classes.text} role="status">
        {t("calls.left_text")}
      </span>
      {voice !== undefined && (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what was said
        <audio
          controls
          preload="none"
          src={`/api/files/${encodeURIComponent(voice.id)}`}
          aria-label={t("calls.left")}
        />
      )}
    </section>
  );
}
