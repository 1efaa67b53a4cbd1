/** Behind a number: the contacts it counts, and behind each of them all that happened. */
import { ActionIcon, Drawer } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Contact.module.css";
import { ContactView } from "./ContactView";

interface DrillDrawerProps {
  /** The list behind the number; null when a contact was opened directly. */
  list: { title: string; content: ReactNode } | null;
  contact: string | null;
  contactName: string;
  onContact: (id: string | null) => void;
  onClose: () => void;
}

export function DrillDrawer({ list, contact, contactName, onContact, onClose }: DrillDrawerProps) {
  const { t } = useTranslation();
  if (list === null && contact === null) return null;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={contact === null ? 860 : 1120}
      classNames={{ content: classes.drawer, body: classes.drawerBody, title: classes.drawerTitle }}
      closeButtonProps={{ "aria-label": t("admin.close") }}
      title={
        contact === null ? (
          list?.title
        ) : (
          <>
            {list !== null && (
              <ActionIcon
                variant="subtle"
                color="gray"
                mr={8}
                aria-label={t("board.back_to_list")}
                onClick={() => onContact(null)}
              >
                <IconArrowLeft size={17} />
              </ActionIcon>
            )}
            {contactName}
          </>
        )
      }
    >
      {contact === null ? list?.content : <ContactView key={contact} id={contact} />}
    </Drawer>
  );
}
