/** A text that agents need often: what it says, when it is offered, and how it will look. */
import { Button, Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Reply, ReplyDraft } from "@onqueue/api/models";
import { useCentre } from "../../../api/lists";
import { replies } from "../../../api/records";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { languageChoices } from "../../../ui/languages";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { PLACEHOLDERS, unknownPlaceholders } from "../placeholders";
import { isShortcut, needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { ChangedLine, QueuesField, useQueueNames } from "./RecordBits";
import { ReplyPreview } from "./ReplyPreview";

interface ReplyEditorProps {
  record: Reply | null;
  onClose: () => void;
}

const draftOf = ({ shortcut, title, text, language, queue_ids }: ReplyDraft): ReplyDraft => ({
  shortcut,
  title,
  text,
  language,
  queue_ids,
});

export function ReplyEditor({ record, onClose }: ReplyEditorProps) {
  const { t, i18n } = useTranslation();
  const centre = useCentre().data;
  const names = useQueueNames();
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = useRecordEditor<Reply, ReplyDraft>({
    records: replies,
    record,
    empty: {
      shortcut: "",
      title: "",
      text: "",
      language: centre?.languages[0] ?? "en",
      queue_ids: [],
    },
    draftOf,
    validate: {
      title: needed(t),
      shortcut: (value) => (isShortcut(value) ? null : t("admin.replies.shortcut_error")),
      text: (value) => {
        if (value.trim() === "") return t("admin.needed");
        const unknown = unknownPlaceholders(value)[0];
        return unknown === undefined ? null : t("admin.replies.unknown", { name: `{${unknown}}` });
      },
    },
    onSaved: onClose,
  });
  const { form } = editor;
  const insert = (name: string): void => {
    const at = field.current?.selectionStart ?? form.values.text.length;
    const to = field.current?.selectionEnd ?? at;
    const { text } = form.values;
    form.setFieldValue("text", `${text.slice(0, at)}{${name}}${text.slice(to)}`);
    const end = at + name.length + 2;
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(end, end);
    });
  };
  return (
    <EditorDrawer
      title={record === null ? t("admin.replies.new") : record.title}
      editor={editor}
      onClose={onClose}
      names={names}
      size={560}
      side={
        record !== null && (
          <ArchiveButton records={replies} record={record} name={record.title} onDone={onClose} />
        )
      }
    >
      <TextInput
        label={t("admin.field.title")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...form.getInputProps("title")}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t("admin.field.shortcut")}
          description={t("admin.replies.shortcut_hint")}
          leftSection="/"
          maxLength={30}
          withAsterisk
          {...form.getInputProps("shortcut")}
        />
        <Select
          label={t("admin.field.language")}
          description={t("admin.replies.language_hint")}
          data={languageChoices(i18n.language, centre?.languages)}
          searchable
          allowDeselect={false}
          {...form.getInputProps("language")}
        />
      </Group>
      <Textarea
        ref={field}
        label={t("admin.field.text")}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={4_000}
        withAsterisk
        {...form.getInputProps("text")}
      />
      <div role="group" aria-label={t("admin.replies.placeholders")}>
        <Text size="xs" c="dimmed" mb={4}>
          {t("admin.replies.placeholders_hint")}
        </Text>
        <Group gap={6}>
          {PLACEHOLDERS.map((name) => (
            <Button key={name} size="compact-xs" variant="default" onClick={() => insert(name)}>
              {`{${name}}`}
            </Button>
          ))}
        </Group>
      </div>
      <ReplyPreview text={form.values.text} centre={centre?.name ?? ""} />
      <QueuesField
        label={t("admin.field.queue_ids")}
        description={t("admin.replies.queues_hint")}
        {...form.getInputProps("queue_ids")}
      />
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
