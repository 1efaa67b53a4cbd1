/** What can be done with a contact: take over, move, transfer, requeue, end. */
import { Button, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconArrowsSort,
  IconChevronDown,
  IconHandGrab,
  IconPlayerStop,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Acts } from "../../features/board/acts";
import { steer } from "../../features/board/api";
import { PriorityDialog, TakeOverDialog } from "../../features/board/components/SteerDialogs";
import { RequeueDialog } from "../../features/floor/components/RequeueDialog";
import { TransferDialog } from "../../features/floor/components/TransferDialog";
import type { ContactEntity } from "../../live/protocol";
import { ConfirmDialog } from "../../ui/ConfirmDialog";

interface ActMenuProps {
  contact: ContactEntity;
  acts: Acts;
  agent: string;
}

type Asked = "take_over" | "priority" | "transfer" | "requeue" | "end";

export function ActMenu({ contact, acts, agent }: ActMenuProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const any = acts.takeOver || acts.priority || acts.move || acts.end;
  if (!any) return null;
  return (
    <>
      {acts.priority && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsSort size={15} aria-hidden />}
          onClick={() => setAsked("priority")}
        >
          {t("board.priority.open")}
        </Button>
      )}
      {acts.takeOver && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconHandGrab size={15} aria-hidden />}
          onClick={() => setAsked("take_over")}
        >
          {t("board.take_over.open")}
        </Button>
      )}
      {(acts.move || acts.end) && <MoreMenu acts={acts} contact={contact} onAsk={setAsked} />}
      {asked !== null && <Asking asked={asked} contact={contact} agent={agent} onClose={close} />}
    </>
  );
}

interface MoreMenuProps {
  acts: Acts;
  contact: ContactEntity;
  onAsk: (asked: Asked) => void;
}

function MoreMenu({ acts, contact, onAsk }: MoreMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t("board.more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.move && (
          <Menu.Item
            leftSection={<IconArrowsExchange size={16} />}
            onClick={() => onAsk("transfer")}
          >
            {t("floor.transfer.name")}
          </Menu.Item>
        )}
        {acts.move && contact.state === "active" && (
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => onAsk("requeue")}>
            {t("floor.requeue.title")}
          </Menu.Item>
        )}
        {acts.end && (
          <Menu.Item
            color="coral"
            leftSection={<IconPlayerStop size={16} />}
            onClick={() => onAsk("end")}
          >
            {t("board.end.open")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface AskingProps {
  asked: Asked;
  contact: ContactEntity;
  agent: string;
  onClose: () => void;
}

function Asking({ asked, contact, agent, onClose }: AskingProps) {
  const { t } = useTranslation();
  switch (asked) {
    case "priority":
      return <PriorityDialog contact={contact} onClose={onClose} />;
    case "take_over":
      return <TakeOverDialog contact={contact} agent={agent} onClose={onClose} />;
    case "transfer":
      return <TransferDialog contact={contact} onClose={onClose} />;
    case "requeue":
      return <RequeueDialog contact={contact} onClose={onClose} />;
    case "end":
      return (
        <ConfirmDialog
          opened
          onClose={onClose}
          title={t("board.end.title", { name: contact.customer_name })}
          confirm={t("board.end.do")}
          danger
          onConfirm={() => steer.end(contact.id)}
        >
          {t("board.end.text", { agent })}
        </ConfirmDialog>
      );
  }
}
