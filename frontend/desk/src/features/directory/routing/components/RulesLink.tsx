/** The way from a queue to its rules. */
import { Button } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";

export function RulesLink({ subject, label }: { subject: string; label: string }) {
  const navigate = useNavigate();
  return (
    <Button
      variant="default"
      leftSection={<IconRoute size={16} />}
      onClick={() => void navigate({ to: "/admin/routing/$subject", params: { subject } })}
    >
      {label}
    </Button>
  );
}
