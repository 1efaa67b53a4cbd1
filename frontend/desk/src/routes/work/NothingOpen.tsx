import { Button } from "@mantine/core";
import { IconCoffee, IconHeadset } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session";
import { floor } from "../../features/floor/api";
import { useAsk } from "../../features/floor/hooks/useAsk";
import { useAgent } from "../../live/hooks";
import { unlockSound } from "../../ui/ring";
import { ActionKeys } from "../../ui/shortcuts/Keys";
import { EmptyState } from "../../ui/states";

export function NothingOpen({ any }: { any: boolean }) {
  const { t } = useTranslation();
  const state = useAgent(useMe().id)?.state;
  const { busy, ask } = useAsk();
  if (any) return <EmptyState title={t("floor.idle.choose")} />;
  if (state === "on_queue") {
    return (
      <EmptyState icon={<IconHeadset size={22} />} title={t("floor.idle.ready")}>
        {t("floor.idle.ready_hint")} <ActionKeys id="offer.accept" />
      </EmptyState>
    );
  }
  const begin = (): void => {
    void unlockSound();
    void ask(() => floor.state("on_queue", ""));
  };
  return (
    <EmptyState
      icon={<IconCoffee size={22} />}
      title={t("floor.idle.away")}
      action={
        <Button loading={busy} rightSection={<ActionKeys id="state.on_queue" />} onClick={begin}>
          {t("floor.start.begin")}
        </Button>
      }
    >
      {t("floor.idle.away_hint")}
    </EmptyState>
  );
}
