/** The talks of a call, one after another: what of each was recorded, or why nothing was. */
import { Button, Group, Stack } from "@mantine/core";
import { IconMicrophoneOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Recording } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { useMe } from "../../../api/session";
import { useAct } from "../../../ui/act";
import { dateTime, timeOfDay } from "../../../ui/format";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { keyOf, recordings, useRecordings } from "../api";
import { reasonKey } from "../timeline";
import { Player } from "./Player";
import classes from "./Player.module.css";

export default function RecordingList({ contact }: { contact: string }) {
  const { t } = useTranslation();
  const found = useRecordings(contact);
  if (found.isError) {
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  }
  if (found.data === undefined) return <Loading />;
  if (found.data.length === 0) {
    return (
      <EmptyState icon={<IconMicrophoneOff size={22} />} title={t("recording.none")}>
        {t("recording.none_text")}
      </EmptyState>
    );
  }
  return (
    <Stack gap="sm">
      {found.data.map((one) => (
        <OneTalk key={one.id} recording={one} />
      ))}
    </Stack>
  );
}

function OneTalk({ recording }: { recording: Recording }) {
  const { t, i18n } = useTranslation();
  const { agent_name: agent, began_at: began, state, why } = recording;
  const when = timeOfDay(began, i18n.language);
  const name = agent === "" ? when : t("recording.with", { agent, when });
  return (
    <section className={classes.player} aria-label={name}>
      <header className={classes.head}>
        <strong>{name}</strong>
        <span>{t(`recording.state.${state}`)}</span>
      </header>
      {why !== "" && <p className={classes.dim}>{t(`recording.reason.${reasonKey(why)}`)}</p>}
      {state === "stored" && (
        <>
          <Player recording={recording} />
          <Keeping recording={recording} />
        </>
      )}
    </section>
  );
}

/** Until when it is kept, and whether somebody wants it kept longer. */
function Keeping({ recording }: { recording: Recording }) {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { busy, error, act } = useAct();
  const may = useMe().rights.includes("recording.keep");
  const { id, contact, keep_until: until, kept_by: by, kept_why: reason } = recording;
  const kept = by !== "";
  const text = kept
    ? t("recording.kept", { by, reason })
    : until === null
      ? t("recording.kept_always")
      : t("recording.kept_until", { when: dateTime(until, i18n.language) });
  const reload = (): void => void queryClient.invalidateQueries({ queryKey: keyOf(contact) });
  return (
    <Group justify="space-between" gap="xs">
      <p className={classes.dim}>{text}</p>
      {may && (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          onClick={() =>
            kept ? act(() => recordings.keep(id, false, ""), reload) : setAsking(true)
          }
        >
          {t(kept ? "recording.let_go" : "recording.keep")}
        </Button>
      )}
      {error !== null && <p role="alert">{error}</p>}
      {asking && (
        <ReasonDialog
          title={t("recording.keep")}
          label={t("recording.keep_why")}
          hint={t("recording.keep_text")}
          confirm={t("recording.keep")}
          lengthMax={400}
          run={(why) => recordings.keep(id, true, why).then(reload)}
          onClose={() => setAsking(false)}
        />
      )}
    </Group>
  );
}
