import { Button, Group, Slider, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../../ui/Page";
import { notificationPermission, requestNotifications } from "../../ui/permission";
import {
  play,
  saveSoundSettings,
  soundSettings,
  unlockSound,
  type SoundSettings,
} from "../../ui/ring";

export function NotificationsCard() {
  const { t } = useTranslation();
  const [sound, setSound] = useState<SoundSettings>(soundSettings);
  const [permission, setPermission] = useState(notificationPermission);
  const change = (part: Partial<SoundSettings>): void => {
    const next = { ...sound, ...part };
    setSound(next);
    saveSoundSettings(next);
  };
  const test = async (): Promise<void> => {
    await unlockSound();
    play("ring", { ...sound, ring: true });
  };
  return (
    <Card title={t("identity.sounds")}>
      <Stack gap="md">
        <Switch
          label={t("identity.sound_ring")}
          checked={sound.ring}
          onChange={(event) => change({ ring: event.currentTarget.checked })}
        />
        <Switch
          label={t("identity.sound_message")}
          checked={sound.message}
          onChange={(event) => change({ message: event.currentTarget.checked })}
        />
        <Group gap="lg">
          <Text size="sm" id="volume">
            {t("identity.volume")}
          </Text>
          <Slider
            w={220}
            aria-labelledby="volume"
            thumbLabel={t("identity.volume")}
            label={(value) => `${value} %`}
            value={Math.round(sound.volume * 100)}
            onChange={(value) => change({ volume: value / 100 })}
          />
          <Button variant="default" size="xs" onClick={() => void test()}>
            {t("identity.sound_test")}
          </Button>
        </Group>
        <Group gap="md">
          <Text size="sm">{t(`identity.permission.${permission}`)}</Text>
          {permission === "default" && (
            <Button
              variant="default"
              size="xs"
              onClick={() => void requestNotifications().then(setPermission)}
            >
              {t("identity.permission.ask")}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
