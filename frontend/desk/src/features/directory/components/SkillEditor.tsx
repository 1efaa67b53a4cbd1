import { Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Skill, SkillDraft } from "@onqueue/api/models";
import { skills } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine } from "./RecordBits";

interface EditorProps<R> {
  record: R | null;
  onClose: () => void;
}

const EMPTY: SkillDraft = { name: "", description: "" };

export function SkillEditor({ record, onClose }: EditorProps<Skill>) {
  const { t } = useTranslation();
  const editor = useRecordEditor<Skill, SkillDraft>({
    records: skills,
    record,
    empty: EMPTY,
    draftOf: ({ name, description }) => ({ name, description }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  return (
    <EditorDrawer
      title={record === null ? t("admin.skills.new") : record.name}
      editor={editor}
      onClose={onClose}
      side={
        record !== null && (
          <ArchiveButton records={skills} record={record} name={record.name} onDone={onClose} />
        )
      }
    >
      <TextInput
        label={t("admin.field.name")}
        description={t("admin.skills.name_hint")}
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
      <Text size="xs" c="dimmed">
        {t("admin.skills.levels_hint")}
      </Text>
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
