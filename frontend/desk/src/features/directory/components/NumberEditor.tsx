/** A telephone number: how it is dialled, and where its callers wait. */
import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PhoneNumber, PhoneNumberDraft } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { useCentre } from "../../../api/lists";
import { numbers } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { languageChoices } from "../../../ui/languages";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { useFlows } from "../flows/api";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine, useQueueNames } from "./RecordBits";

interface NumberEditorProps {
  record: PhoneNumber | null;
  onClose: () => void;
}

const draftOf = ({
  number,
  description,
  queue_id,
  flow_id,
  language,
}: PhoneNumberDraft): PhoneNumberDraft => ({ number, description, queue_id, flow_id, language });

export function NumberEditor({ record, onClose }: NumberEditorProps) {
  const { t, i18n } = useTranslation();
  const centre = useCentre().data;
  const queues = useQueues().data ?? [];
  const flows = useFlows().data ?? [];
  const names = useQueueNames();
  const editor = useRecordEditor<PhoneNumber, PhoneNumberDraft>({
    records: numbers,
    record,
    empty: {
      number: "",
      description: "",
      queue_id: "",
      flow_id: "",
      language: centre?.languages[0] ?? "en",
    },
    draftOf,
    validate: { number: needed(t), queue_id: needed(t) },
    onSaved: onClose,
  });
  const { form } = editor;
  return (
    <EditorDrawer
      title={record === null ? t("admin.numbers.new") : record.number}
      editor={editor}
      onClose={onClose}
      names={names}
      side={
        record !== null && (
          <ArchiveButton records={numbers} record={record} name={record.number} onDone={onClose} />
        )
      }
    >
      <TextInput
        label={t("admin.field.number")}
        description={t("admin.numbers.number_hint")}
        maxLength={40}
        inputMode="tel"
        withAsterisk
        data-autofocus
        {...form.getInputProps("number")}
      />
      <Select
        label={t("admin.field.flow_id")}
        description={t("admin.numbers.flow_hint")}
        placeholder={t("admin.numbers.no_flow")}
        data={flows.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        nothingFoundMessage={t("admin.nothing_found")}
        {...form.getInputProps("flow_id")}
        value={form.values.flow_id || null}
        onChange={(flow: string | null) => form.setFieldValue("flow_id", flow ?? "")}
      />
      <Select
        label={t("admin.field.queue_id")}
        description={t(
          form.values.flow_id ? "admin.numbers.need_hint" : "admin.numbers.queue_hint",
        )}
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        withAsterisk
        nothingFoundMessage={t("admin.nothing_found")}
        {...form.getInputProps("queue_id")}
      />
      <Select
        label={t("admin.field.language")}
        description={t("admin.numbers.language_hint")}
        data={languageChoices(i18n.language, centre?.languages)}
        searchable
        allowDeselect={false}
        {...form.getInputProps("language")}
      />
      <TextInput
        label={t("admin.field.description")}
        maxLength={500}
        {...form.getInputProps("description")}
      />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
