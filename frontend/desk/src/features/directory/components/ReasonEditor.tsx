import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Reason, ReasonDraft } from "@onqueue/api/models";
import { reasons } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { REASON_STATES } from "../states";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine } from "./RecordBits";

const EMPTY: ReasonDraft = { name: "", state: "break" };

export function ReasonEditor({ record, onClose }: { record: Reason | null; onClose: () => void }) {
  const { t } = useTranslation();
  const editor = useRecordEditor<Reason, ReasonDraft>({
    records: reasons,
    record,
    empty: EMPTY,
    draftOf: ({ name, state }) => ({ name, state }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  return (
    <EditorDrawer
      title={record === null ? t("admin.reasons.new") : record.name}
      editor={editor}
      onClose={onClose}
      side={
        record !== null && (
          <ArchiveButton records={reasons} record={record} name={record.name} onDone={onClose} />
        )
      }
    >
      <Select
        label={t("admin.field.state")}
        description={record === null ? undefined : t("admin.reasons.state_stays")}
        data={REASON_STATES.map((value) => ({ value, label: t(`common.state.${value}`) }))}
        allowDeselect={false}
        disabled={record !== null}
        {...editor.form.getInputProps("state")}
      />
      <TextInput
        label={t("admin.field.name")}
        description={t("admin.reasons.name_hint")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...editor.form.getInputProps("name")}
      />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
