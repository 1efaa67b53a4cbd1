import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconHelpCircle, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ActionKeys } from "../../../ui/shortcuts/Keys";
import type { Dialog } from "./ContactDialogs";

interface ContactMenuProps {
  mine: boolean;
  consulting: boolean;
  onChoose: (dialog: Dialog) => void;
}

export function ContactMenu({ mine, consulting, onChoose }: ContactMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("floor.actions.more")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mine && !consulting && (
          <Menu.Item
            leftSection={<IconUsers size={16} />}
            rightSection={<ActionKeys id="contact.consult" />}
            onClick={() => onChoose("consult")}
          >
            {t("floor.consult.name")}
          </Menu.Item>
        )}
        {mine && (
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => onChoose("requeue")}
          >
            {t("floor.requeue.name")}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconHelpCircle size={16} />}
          rightSection={<ActionKeys id="contact.explain" />}
          onClick={() => onChoose("explain")}
        >
          {t("floor.explain.name")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
