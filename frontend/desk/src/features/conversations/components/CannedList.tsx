import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Reply } from "@onqueue/api/models";
import classes from "./Composer.module.css";

interface CannedListProps {
  id: string;
  replies: Reply[];
  active: number;
  preview: (reply: Reply) => string;
  onChoose: (reply: Reply) => void;
}

export function CannedList({ id, replies, active, preview, onChoose }: CannedListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const chosen = replies[active];
  useEffect(() => {
    list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div className={classes.canned}>
      <div
        ref={list}
        id={id}
        className={classes.cannedList}
        role="listbox"
        aria-label={t("conversation.canned")}
      >
        {replies.map((reply, index) => (
          <button
            key={reply.id}
            id={`${id}-${reply.id}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.cannedItem}
            // The text keeps the focus, and the list does not close before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(reply)}
          >
            <code>/{reply.shortcut.replace(/^\//, "")}</code>
            <span>{reply.title}</span>
          </button>
        ))}
      </div>
      {chosen !== undefined && (
        <p className={classes.cannedPreview} aria-live="polite">
          {preview(chosen)}
        </p>
      )}
    </div>
  );
}
