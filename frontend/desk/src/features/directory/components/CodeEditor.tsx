import { Autocomplete, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Code, CodeDraft } from "@onqueue/api/models";
import { useWrapUpCodes } from "../../../api/directory";
import { codes } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine, QueuesField, useQueueNames } from "./RecordBits";

const EMPTY: CodeDraft = { name: "", group: "", queue_ids: [] };

export function CodeEditor({ record, onClose }: { record: Code | null; onClose: () => void }) {
  const { t } = useTranslation();
  const groups = [...new Set((useWrapUpCodes().data ?? []).map((code) => code.group))];
  const names = useQueueNames();
  const editor = useRecordEditor<Code, CodeDraft>({
    records: codes,
    record,
    empty: EMPTY,
    draftOf: ({ name, group, queue_ids }) => ({ name, group, queue_ids }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  return (
    <EditorDrawer
      title={record === null ? t("admin.codes.new") : record.name}
      editor={editor}
      onClose={onClose}
      names={names}
      side={
        record !== null && (
          <ArchiveButton records={codes} record={record} name={record.name} onDone={onClose} />
        )
      }
    >
      <TextInput
        label={t("admin.field.name")}
        description={t("admin.codes.name_hint")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...editor.form.getInputProps("name")}
      />
      <Autocomplete
        label={t("admin.field.group")}
        description={t("admin.codes.group_hint")}
        maxLength={120}
        data={groups.filter((group) => group !== "").sort()}
        {...editor.form.getInputProps("group")}
      />
      <QueuesField
        label={t("admin.field.queue_ids")}
        description={t("admin.codes.queues_hint")}
        {...editor.form.getInputProps("queue_ids")}
      />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
