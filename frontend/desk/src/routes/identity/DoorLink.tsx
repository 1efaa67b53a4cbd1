import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

interface DoorLinkProps {
  to: "/forgot" | "/sign-in";
  label: "forgotten" | "back";
}

export function DoorLink({ to, label }: DoorLinkProps) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={to} size="sm" ta="center">
      {t(`identity.link.${label}`)}
    </Anchor>
  );
}
