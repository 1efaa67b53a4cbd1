/** Before the first contact: does everything work, and what is waiting? */
import { Button, Group } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { markStarted, useMe } from "../../api/session";
import { floor } from "../../features/floor/api";
import { useAsk } from "../../features/floor/hooks/useAsk";
import { QueueReview } from "../../features/floor/components/QueueReview";
import { Card, PageFrame } from "../../ui/Page";
import { unlockSound } from "../../ui/ring";
import { ActionKeys } from "../../ui/shortcuts/Keys";
import { Checks } from "./Checks";

export function StartPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { busy, ask } = useAsk();
  const first = me.name.split(" ")[0] ?? me.name;
  const work = (): void => {
    markStarted();
    void navigate({ to: "/work" });
  };
  const begin = async (): Promise<void> => {
    await unlockSound();
    if (await ask(() => floor.state("on_queue", ""))) work();
  };
  return (
    <PageFrame title={t("floor.start.title", { name: first })} text={t("floor.start.text")} narrow>
      <Card title={t("floor.start.checks")}>
        <Checks />
      </Card>
      <Card title={t("floor.start.queues")}>
        <QueueReview />
      </Card>
      <Group justify="flex-end">
        <Button variant="default" size="md" onClick={work}>
          {t("floor.start.later")}
        </Button>
        <Button
          size="md"
          loading={busy}
          leftSection={<IconArrowRight size={18} />}
          rightSection={<ActionKeys id="state.on_queue" />}
          onClick={() => void begin()}
        >
          {t("floor.start.begin")}
        </Button>
      </Group>
    </PageFrame>
  );
}
