/** Takes a thing out of use, or brings it back. Nothing is ever lost by it. */
import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Configured, Patch } from "@onqueue/api/models";
import { recordChanged } from "../../../api/lists";
import type { Records } from "../../../api/records";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { toastGood } from "../../../ui/toast";

interface ArchiveButtonProps<R extends Configured, D> {
  records: Records<R, D>;
  record: R;
  name: string;
  onDone: () => void;
}

export function ArchiveButton<R extends Configured, D>(props: ArchiveButtonProps<R, D>) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { records, record, name } = props;
  const change = async (archived: boolean): Promise<void> => {
    await records.change(record.id, { version: record.version, archived } as Patch<D>);
    await recordChanged(records.kind, record.id);
    toastGood(t(archived ? "admin.archived.done" : "admin.archived.restored", { name }));
    props.onDone();
  };
  return (
    <>
      <Button
        variant="subtle"
        color={record.archived ? undefined : "gray"}
        leftSection={
          record.archived ? (
            <IconArchiveOff size={16} aria-hidden />
          ) : (
            <IconArchive size={16} aria-hidden />
          )
        }
        onClick={() => setAsking(true)}
      >
        {record.archived ? t("admin.archived.restore") : t("admin.archived.archive")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(record.archived ? "admin.archived.ask_restore" : "admin.archived.ask", { name })}
        confirm={record.archived ? t("admin.archived.restore") : t("admin.archived.archive")}
        danger={!record.archived}
        onConfirm={() => change(!record.archived)}
      >
        {record.archived ? t("admin.archived.restore_text") : t("admin.archived.text")}
      </ConfirmDialog>
    </>
  );
}
