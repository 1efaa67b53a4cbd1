/** The keys of actions, each of which can be changed to another. */
import { Button, Group, Text } from "@mantine/core";
import { useState, useSyncExternalStore, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { focusOnMount } from "../../ui/focus";
import { Card } from "../../ui/Page";
import { ACTIONS, actionWord, CATALOGUE, type ActionId } from "../../ui/shortcuts/catalogue";
import { Keys } from "../../ui/shortcuts/Keys";
import { shortcuts, spell } from "../../ui/shortcuts/registry";
import classes from "./KeysCard.module.css";

export function KeysCard() {
  const { t } = useTranslation();
  useSyncExternalStore(shortcuts.subscribe, shortcuts.getRevision, shortcuts.getRevision);
  const [editing, setEditing] = useState<ActionId | null>(null);
  const [clash, setClash] = useState<ActionId | null>(null);
  const name = (id: ActionId): string => t(`common.keys.action.${actionWord(id)}`);
  const listen = (id: ActionId, event: KeyboardEvent): void => {
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const keys = event.key === "Escape" ? shortcuts.keysOf(id) : spell(event.nativeEvent);
    if (keys === null) return;
    const taken = shortcuts.clash(id, keys);
    setClash(taken);
    if (taken !== null) return;
    shortcuts.choose(id, keys);
    setEditing(null);
  };
  return (
    <Card title={t("common.keys.title")}>
      <ul className={classes.list}>
        {ACTIONS.map((id) => (
          <li key={id} className={classes.line}>
            <span>{name(id)}</span>
            {editing === id ? (
              <Button
                size="compact-xs"
                variant="light"
                ref={focusOnMount}
                onKeyDown={(event) => listen(id, event)}
                onBlur={() => setEditing(null)}
              >
                {clash === null
                  ? t("common.keys.press")
                  : t("common.keys.taken", { name: name(clash) })}
              </Button>
            ) : (
              <Group gap="xs">
                <Keys keys={shortcuts.keysOf(id)} />
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={t("common.keys.change", { name: name(id) })}
                  onClick={() => {
                    setClash(null);
                    setEditing(id);
                  }}
                >
                  {t("common.edit")}
                </Button>
                {shortcuts.keysOf(id) !== CATALOGUE[id].keys && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    onClick={() => shortcuts.choose(id, null)}
                  >
                    {t("common.keys.reset")}
                  </Button>
                )}
              </Group>
            )}
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt="xs">
        {t("common.keys.note")}
      </Text>
    </Card>
  );
}
