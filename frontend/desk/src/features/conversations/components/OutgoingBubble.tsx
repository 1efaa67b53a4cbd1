/** A message of mine that the server has not acknowledged. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Outgoing } from "../../../live/outbox";
import { outbox } from "../../../live/sending";
import { Text } from "./MessageGroup";
import classes from "./MessageList.module.css";

export function OutgoingBubble({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  return (
    <div className={classes.group} data-side="staff" data-kind={item.kind}>
      <div className={classes.bubbles}>
        <div className={classes.bubble} data-kind={item.kind} data-status={item.status}>
          {item.text !== "" && <Text text={item.text} />}
          {item.attachments.map((file) => (
            <span key={file.id}>{file.name}</span>
          ))}
        </div>
        <span className={classes.delivery} data-status={item.status} role="status">
          {item.status === "sending" && (
            <>
              <IconClock size={14} aria-hidden /> {t("conversation.sending")}
            </>
          )}
          {item.status !== "sending" && (
            <>
              <IconAlertTriangle size={14} aria-hidden />
              {item.status === "waiting"
                ? t("conversation.not_sent_yet")
                : t("conversation.refused", { reason: item.reason ?? "" })}
              <Button size="compact-xs" variant="subtle" onClick={() => outbox.retry(item.id)}>
                {t("common.retry")}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                color="coral"
                onClick={() => outbox.discard(item.id)}
              >
                {t("conversation.discard")}
              </Button>
            </>
          )}
        </span>
      </div>
    </div>
  );
}
