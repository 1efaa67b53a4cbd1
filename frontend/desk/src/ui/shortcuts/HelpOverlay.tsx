/** Every action that has a key, by group; the ones that can be used right now stand out. */
import { Modal } from "@mantine/core";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, CATALOGUE, actionWord, FIXED_KEYS } from "./catalogue";
import classes from "./HelpOverlay.module.css";
import { Keys } from "./Keys";
import { shortcuts } from "./registry";
import { useShortcut } from "./useShortcut";

const GROUPS = ["floor", "contact", "writing", "everywhere"] as const;

export function HelpOverlay() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useSyncExternalStore(shortcuts.subscribe, shortcuts.getRevision, shortcuts.getRevision);
  useShortcut("help.open", () => setOpened((old) => !old));
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={t("common.keys.title")}
      size="xl"
      centered={false}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group} aria-label={t(`common.keys.group.${group}`)}>
            <h3 className={classes.group}>{t(`common.keys.group.${group}`)}</h3>
            <dl className={classes.list}>
              {ACTIONS.filter((id) => CATALOGUE[id].group === group).map((id) => (
                <div key={id} className={classes.line} data-active={shortcuts.isActive(id)}>
                  <dt>{t(`common.keys.action.${actionWord(id)}`)}</dt>
                  <dd>
                    <Keys keys={shortcuts.keysOf(id)} />
                  </dd>
                </div>
              ))}
              {group === "writing" &&
                FIXED_KEYS.map(({ id, keys }) => (
                  <div key={id} className={classes.line} data-active>
                    <dt>{t(`common.keys.fixed.${id}`)}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
