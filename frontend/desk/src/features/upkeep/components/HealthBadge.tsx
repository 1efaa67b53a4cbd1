/** On every screen of an administrator: how the server is, and a word when it found something. */
import { ActionIcon, Indicator, Tooltip } from "@mantine/core";
import { IconHeartbeat } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toastWarning } from "../../../ui/toast";
import { useHealthBadge } from "../api";

const COLORS = { well: "leaf", look: "amber", act: "coral" };

export function HealthBadge() {
  const { t } = useTranslation();
  const health = useHealthBadge().data;
  const newest = useRef<string | null>(null);
  const found = health?.findings_new === 0 ? "" : health?.newest_finding;
  useEffect(() => {
    if (found === undefined) return;
    if (newest.current !== null && found !== "" && found !== newest.current) {
      toastWarning(t("health.notice"));
    }
    newest.current = found;
  }, [found, t]);
  if (health === undefined) return null;
  const label = t(`health.badge.${health.state}`);
  return (
    <Tooltip label={label}>
      <Indicator
        disabled={health.state === "well"}
        size={9}
        offset={6}
        color={COLORS[health.state]}
      >
        <ActionIcon
          component={Link}
          to="/admin/health"
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={label}
        >
          <IconHeartbeat size={19} stroke={1.7} />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
