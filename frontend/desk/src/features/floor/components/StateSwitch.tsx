/** My state, since when, and the way into another one with its reason. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenState } from "@onqueue/api/models";
import { useReasonText, useStateReasons } from "../../../api/directory";
import { useMe } from "../../../api/session";
import { useAgent } from "../../../live/hooks";
import { AGENT_STATES, Presence } from "../../../ui/Presence";
import { unlockSound } from "../../../ui/ring";
import { ActionKeys, ariaKeys } from "../../../ui/shortcuts/Keys";
import { useKeys, useShortcut } from "../../../ui/shortcuts/useShortcut";
import { Timer } from "../../../ui/Timer";
import { floor } from "../api";
import { useAsk } from "../hooks/useAsk";
import classes from "./StateSwitch.module.css";

export function StateSwitch() {
  const { t } = useTranslation();
  const me = useMe();
  const agent = useAgent(me.id);
  const reasons = useStateReasons().data ?? [];
  const [opened, setOpened] = useState(false);
  const { busy, ask } = useAsk();
  const keys = useKeys("state.open");
  const state = agent?.state ?? "off";
  const change = (to: ChosenState, reason = ""): void => {
    void unlockSound();
    void ask(() => floor.state(to, reason));
  };
  useShortcut("state.open", () => setOpened((old) => !old));
  useShortcut("state.on_queue", () => change("on_queue"), state !== "on_queue");
  const reason = useReasonText()(agent?.reason ?? "");
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={260}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          variant="default"
          className={classes.button}
          data-state={state}
          loading={busy}
          aria-keyshortcuts={ariaKeys(keys)}
          rightSection={<IconChevronDown size={15} />}
        >
          <span className="visually-hidden">{t("floor.state.open")}</span>
          <Presence state={state} label />
          {reason !== "" && <span className={classes.reason}>{reason}</span>}
          {agent !== undefined && <Timer since={agent.since_at} className={classes.timer} />}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {agent !== undefined && agent.forced_by !== "" && (
          <Menu.Label>{t("floor.state.forced", { who: agent.forced_by, reason })}</Menu.Label>
        )}
        {AGENT_STATES.map((one) => {
          const own = reasons.filter((item) => item.state === one && !item.archived);
          return own.length === 0 ? (
            <Menu.Item
              key={one}
              onClick={() => change(one)}
              rightSection={one === "on_queue" ? <ActionKeys id="state.on_queue" /> : null}
            >
              <Presence state={one} label />
            </Menu.Item>
          ) : (
            <div key={one} role="group" aria-label={t(`common.state.${one}`)}>
              <Menu.Label>{t(`common.state.${one}`)}</Menu.Label>
              {own.map((item) => (
                <Menu.Item key={item.id} onClick={() => change(one, item.id)}>
                  <span className={classes.item}>
                    <Presence state={one} />
                    {item.name}
                  </span>
                </Menu.Item>
              ))}
            </div>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
