/** Whose contact this is, how long it lasts, and everything that can be done with it. */
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconDots,
  IconHelpCircle,
  IconPhoneOff,
  IconUsers,
  IconX,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useQueue } from "../../../live/hooks";
import type { ContactEntity } from "../../../live/protocol";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import { useShortcut } from "../../../ui/shortcuts/useShortcut";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { ConsultDialog } from "./ConsultDialog";
import classes from "./ContactHeader.module.css";
import { ExplainDialog } from "./ExplainDialog";
import { RequeueDialog } from "./RequeueDialog";
import { TransferDialog } from "./TransferDialog";

type Dialog = "transfer" | "consult" | "requeue" | "end" | "explain" | null;

interface ContactHeaderProps {
  contact: ContactEntity;
  /** Only the one in front has the keys. */
  focused: boolean;
  onHide: (() => void) | null;
  extra?: ReactNode;
}

export function ContactHeader({ contact, focused, onHide, extra }: ContactHeaderProps) {
  const { t } = useTranslation();
  const me = useMe();
  const queue = useQueue(contact.queue)?.name ?? "";
  const [dialog, setDialog] = useState<Dialog>(null);
  const mine = contact.agent === me.id && contact.state === "active";
  const close = (): void => setDialog(null);
  useShortcut("contact.transfer", () => setDialog("transfer"), focused && mine);
  useShortcut("contact.consult", () => setDialog("consult"), focused && mine && !contact.consult);
  useShortcut("contact.end", () => setDialog("end"), focused && mine);
  useShortcut("contact.explain", () => setDialog("explain"), focused);
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        <h2 className={classes.name}>{contact.customer_name}</h2>
        <span className={classes.meta}>
          {[queue, contact.topic, contact.language.toUpperCase()].filter(Boolean).join(" · ")}
          {contact.answered_at !== null && (
            <>
              {" · "}
              <Timer since={contact.answered_at} label={t("floor.contacts.handled")} />
            </>
          )}
        </span>
      </div>
      {extra}
      {mine && (
        <Tooltip label={<Hint text={t("floor.transfer.name")} id="contact.transfer" />}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("floor.transfer.name")}
            onClick={() => setDialog("transfer")}
          >
            <IconArrowsExchange size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("floor.actions.more")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mine && contact.consult === null && (
            <Menu.Item
              leftSection={<IconUsers size={16} />}
              rightSection={<ActionKeys id="contact.consult" />}
              onClick={() => setDialog("consult")}
            >
              {t("floor.consult.name")}
            </Menu.Item>
          )}
          {mine && (
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => setDialog("requeue")}
            >
              {t("floor.requeue.name")}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconHelpCircle size={16} />}
            rightSection={<ActionKeys id="contact.explain" />}
            onClick={() => setDialog("explain")}
          >
            {t("floor.explain.name")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mine && (
        <Tooltip label={<Hint text={t("floor.end.hint")} id="contact.end" />}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPhoneOff size={15} />}
            onClick={() => setDialog("end")}
          >
            {t("floor.end.name")}
          </Button>
        </Tooltip>
      )}
      {onHide !== null && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("floor.actions.hide", { who: contact.customer_name })}
          onClick={onHide}
        >
          <IconX size={17} />
        </ActionIcon>
      )}
      {dialog === "transfer" && <TransferDialog contact={contact} onClose={close} />}
      {dialog === "consult" && <ConsultDialog contact={contact} onClose={close} />}
      {dialog === "requeue" && <RequeueDialog contact={contact} onClose={close} />}
      {dialog === "explain" && <ExplainDialog contact={contact.id} onClose={close} />}
      <ConfirmDialog
        opened={dialog === "end"}
        onClose={close}
        title={t("floor.end.title", { who: contact.customer_name })}
        confirm={t("floor.end.confirm")}
        onConfirm={() => floor.end(contact.id)}
      >
        {t("floor.end.text")}
      </ConfirmDialog>
    </header>
  );
}

function Hint({ text, id }: { text: string; id: "contact.transfer" | "contact.end" }) {
  return (
    <>
      {text} <ActionKeys id={id} />
    </>
  );
}
