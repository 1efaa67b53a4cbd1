/** Is this call recorded, and may what is said now be written? */
import { Button } from "@mantine/core";
import { IconPlayerRecord, IconPlayerRecordFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CallFrame } from "../../../live/protocol";
import { useAct } from "../../../ui/act";
import { calls } from "../api";

export default function RecordingButton({ call }: { call: CallFrame }) {
  const { t } = useTranslation();
  const { busy, error, act } = useAct();
  const { contact, recording } = call;
  if (recording === undefined || recording === "off") return null;
  const paused = recording === "paused";
  const Icon = recording === "recorded" ? IconPlayerRecordFilled : IconPlayerRecord;
  return (
    <>
      <span role="status">{t(`recording.call.${recording}`)}</span>
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        aria-pressed={paused}
        leftSection={<Icon size={14} />}
        onClick={() =>
          act(
            () => calls.pauseRecording(contact, !paused),
            () => undefined,
          )
        }
      >
        {t(paused ? "recording.call.go_on" : "recording.call.pause")}
      </Button>
      {error !== null && <span role="alert">{error}</span>}
    </>
  );
}
