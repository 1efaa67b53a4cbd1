import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import type { ContactEntity } from "../../../live/protocol";
import classes from "./VisitorsBar.module.css";

/** Who else is here now: nobody reads along unseen. */
export function VisitorsBar({ visitors }: { visitors: ContactEntity["visitors"] }) {
  const { t } = useTranslation();
  const me = useMe();
  const others = visitors.filter((visitor) => visitor.account !== me.id);
  if (others.length === 0) return null;
  return (
    <div className={classes.bar} role="status">
      <IconEye size={15} aria-hidden />
      {others.map((visitor) => (
        <span key={`${visitor.account}${visitor.mode}`}>
          {t(`conversation.visitor.${visitor.mode}`, { who: visitor.name })}
        </span>
      ))}
    </div>
  );
}
