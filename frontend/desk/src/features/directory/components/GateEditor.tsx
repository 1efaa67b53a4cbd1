import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Gate, GateDraft } from "@onqueue/api/models";
import { gates } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine } from "./RecordBits";

interface GateEditorProps {
  record: Gate | null;
  onClose: () => void;
}

const EMPTY: GateDraft = { name: "", description: "" };

export function GateEditor({ record, onClose }: GateEditorProps) {
  const { t } = useTranslation();
  const editor = useRecordEditor<Gate, GateDraft>({
    records: gates,
    record,
    empty: EMPTY,
    draftOf: ({ name, description }) => ({ name, description }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  return (
    <EditorDrawer
      title={record === null ? t("routing.gate.new") : record.name}
      editor={editor}
      onClose={onClose}
      side={
        record !== null && (
          <ArchiveButton records={gates} record={record} name={record.name} onDone={onClose} />
        )
      }
    >
      <TextInput
        label={t("admin.field.name")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...editor.form.getInputProps("name")}
      />
      <Textarea
        label={t("admin.field.description")}
        autosize
        minRows={2}
        maxLength={4_000}
        {...editor.form.getInputProps("description")}
      />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
