import { useTranslation } from "react-i18next";
import type { Thread } from "../../../live/reducer";
import classes from "./MessageList.module.css";

interface TypingLineProps {
  typing: Thread["typing"];
  customerName: string;
}

export function TypingLine({ typing, customerName }: TypingLineProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.typing} aria-live="polite">
      {typing.map((one) => (
        <span key={one.who} data-side={one.side}>
          <i aria-hidden />
          {t(one.side === "customer" ? "conversation.typing" : "conversation.typing_staff", {
            who: one.who || customerName,
          })}
        </span>
      ))}
    </div>
  );
}
