import { Button, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ActionKeys } from "../../../ui/shortcuts/Keys";

const REASONS = ["busy", "not_mine", "technical"] as const;

interface DeclineMenuProps {
  onDecline: (reason: string) => void;
  withKey: boolean;
}

/** Saying no takes a reason from the list, or the key for none. */
export function DeclineMenu({ onDecline, withKey }: DeclineMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          px="sm"
          rightSection={withKey ? <ActionKeys id="offer.decline" /> : null}
        >
          {t("floor.offer.decline")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {REASONS.map((reason) => (
          <Menu.Item key={reason} onClick={() => onDecline(reason)}>
            {t(`floor.offer.reason_${reason}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onDecline("")}>{t("floor.offer.reason_none")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
