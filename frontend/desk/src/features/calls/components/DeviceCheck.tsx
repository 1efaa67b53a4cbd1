/** Before the first call: does the microphone work, and which one is it? */
import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Engine } from "../../../../../phone/engine";
import type { MicProblem } from "../../../../../phone/heard";
import { phone, problemOf, usePhone } from "../../../phone/phone";
import { play, unlockSound } from "../../../ui/ring";
import { LevelMeter } from "./LevelMeter";

interface Device {
  value: string;
  label: string;
}

export function DeviceCheck({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t("calls.check.title")} centered>
      {opened && <Check onDone={onClose} />}
    </Modal>
  );
}

function Check({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { devices } = usePhone();
  const [mic, setMic] = useState(devices.mic);
  const [found, setFound] = useState<Device[]>([]);
  const [problem, setProblem] = useState<MicProblem | null>(null);
  const engine = useRef<Engine | null>(null);
  const listen = useCallback(async (device: string) => {
    engine.current?.close();
    const trying = (engine.current = new Engine({
      send: () => undefined,
      changed: () => undefined,
    }));
    try {
      await trying.open(device);
      setProblem(null);
      setFound(await microphones());
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, []);
  useEffect(() => () => engine.current?.close(), []);
  const level = useCallback(() => engine.current?.level() ?? 0, []);
  const ready = found.length > 0 && problem === null;
  const save = (): void => {
    phone.choose({ checked: true, mic });
    onDone();
  };
  return (
    <Stack gap="sm">
      <p>{t("calls.check.text")}</p>
      {problem !== null && (
        <Alert color="coral" role="alert">
          {t(`calls.problem.${problem}`)}
        </Alert>
      )}
      {ready ? (
        <>
          <Select
            label={t("calls.check.mic")}
            data={found}
            value={found.some(({ value }) => value === mic) ? mic : (found[0]?.value ?? null)}
            allowDeselect={false}
            onChange={(value) => {
              setMic(value ?? "");
              void listen(value ?? "");
            }}
          />
          <Group gap="sm">
            <span>{t("calls.check.speak")}</span>
            <LevelMeter level={level} label={t("calls.level")} />
          </Group>
          <Group gap="sm">
            <Button variant="default" onClick={() => void unlockSound().then(() => play("ring"))}>
              {t("calls.check.sound")}
            </Button>
            <Button onClick={save}>{t("calls.check.done")}</Button>
          </Group>
        </>
      ) : (
        <Button onClick={() => void listen(mic)}>
          {t(problem === null ? "calls.check.begin" : "calls.check.again")}
        </Button>
      )}
    </Stack>
  );
}

async function microphones(): Promise<Device[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter(({ kind, deviceId }) => kind === "audioinput" && deviceId !== "")
    .map(({ deviceId, label }) => ({ value: deviceId, label: label || deviceId }));
}
