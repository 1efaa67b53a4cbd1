import { useTranslation } from "react-i18next";
import type { Gate, GateDraft } from "@onqueue/api/models";
import { gates } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { NamedFields } from "./NamedFields";
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
      <NamedFields form={editor.form} />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
