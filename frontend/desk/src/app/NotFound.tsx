import { Button } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/states";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconMapPinOff size={22} />}
      title={t("common.not_found.title")}
      action={
        <Button component={Link} to="/">
          {t("common.not_found.home")}
        </Button>
      }
    >
      {t("common.not_found.text")}
    </EmptyState>
  );
}
