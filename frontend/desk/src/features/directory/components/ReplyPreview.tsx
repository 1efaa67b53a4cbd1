import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { filledPieces } from "../placeholders";
import classes from "./ReplyPreview.module.css";

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

/** The reply as a customer would read it, with made-up values. */
export function ReplyPreview({ text, centre }: { text: string; centre: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const customer = t("admin.replies.sample_customer");
  const pieces = filledPieces(text, {
    "customer.name": customer,
    "customer.first_name": firstWord(customer),
    "agent.name": me.name,
    "agent.first_name": firstWord(me.name),
    "queue.name": t("admin.replies.sample_queue"),
    "centre.name": centre,
  });
  return (
    <section className={classes.frame} aria-label={t("admin.replies.preview")}>
      <p className={classes.label}>{t("admin.replies.preview")}</p>
      <p className={classes.bubble}>
        {pieces.length === 0 && (
          <span className={classes.empty}>{t("admin.replies.preview_empty")}</span>
        )}
        {pieces.map((piece, index) =>
          piece.kind === "text" ? (
            piece.text
          ) : (
            <mark key={index} data-kind={piece.kind}>
              {piece.text}
            </mark>
          ),
        )}
      </p>
    </section>
  );
}
