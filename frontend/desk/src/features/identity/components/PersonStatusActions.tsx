/** Sends the invitation again, ends what somebody may do here, or lets them in again. */
import { Button } from "@mantine/core";
import { IconMailForward, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "@onqueue/api/models";
import { useMe } from "../../../api/session";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { toastGood, toastProblem } from "../../../ui/toast";
import { people, usePeopleChanged } from "../people";

interface PersonStatusActionsProps {
  person: Person;
  onDone: () => void;
}

export function PersonStatusActions({ person, onDone }: PersonStatusActionsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const changed = usePeopleChanged();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const out = person.status === "deactivated";
  const inviteAgain = async (): Promise<void> => {
    setBusy(true);
    try {
      await people.inviteAgain(person.id);
      toastGood(t("admin.people.invited", { email: person.email }));
      await changed();
      onDone();
    } catch (failure) {
      toastProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const change = async (): Promise<void> => {
    await (out ? people.reactivate(person.id) : people.deactivate(person.id));
    toastGood(
      t(out ? "admin.people.reactivated" : "admin.people.deactivated", { name: person.name }),
    );
    await changed();
    onDone();
  };
  return (
    <>
      {person.status === "invited" && (
        <Button
          variant="subtle"
          leftSection={<IconMailForward size={16} aria-hidden />}
          loading={busy}
          onClick={() => void inviteAgain()}
        >
          {t("admin.people.invite_again")}
        </Button>
      )}
      {person.id !== me.id && (
        <Button
          variant="subtle"
          color={out ? undefined : "coral"}
          leftSection={
            out ? <IconUserCheck size={16} aria-hidden /> : <IconUserOff size={16} aria-hidden />
          }
          onClick={() => setAsking(true)}
        >
          {out ? t("admin.people.reactivate") : t("admin.people.deactivate")}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(out ? "admin.people.ask_reactivate" : "admin.people.ask_deactivate", {
          name: person.name,
        })}
        confirm={out ? t("admin.people.reactivate") : t("admin.people.deactivate")}
        danger={!out}
        onConfirm={change}
      >
        {out ? t("admin.people.reactivate_text") : t("admin.people.deactivate_text")}
      </ConfirmDialog>
    </>
  );
}
