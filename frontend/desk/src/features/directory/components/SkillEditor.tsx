import { Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Skill, SkillDraft } from "@onqueue/api/models";
import { skills } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { languageChoices } from "../../../ui/languages";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { NamedFields } from "./NamedFields";
import { ChangedLine } from "./RecordBits";

interface EditorProps<R> {
  record: R | null;
  onClose: () => void;
}

const EMPTY: SkillDraft = { name: "", description: "", language: "" };

export function SkillEditor({ record, onClose }: EditorProps<Skill>) {
  const { t, i18n } = useTranslation();
  const editor = useRecordEditor<Skill, SkillDraft>({
    records: skills,
    record,
    empty: EMPTY,
    draftOf: ({ name, description, language }) => ({ name, description, language }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  const { language } = editor.form.values;
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
      <NamedFields form={editor.form} hint={t("admin.skills.name_hint")} />
      <Select
        label={t("routing.skill.language")}
        description={t("routing.skill.language_hint")}
        placeholder={t("routing.skill.no_language")}
        clearable
        searchable
        data={languageChoices(i18n.language, language === "" ? [] : [language])}
        value={language === "" ? null : language}
        error={editor.form.errors["language"]}
        onChange={(next) => editor.form.setFieldValue("language", next ?? "")}
      />
      <Text size="xs" c="dimmed">
        {t("admin.skills.levels_hint")}
      </Text>
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
