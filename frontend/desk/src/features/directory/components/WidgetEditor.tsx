/** A chat on web pages: what it asks, how it looks, where it may be; seen while it is made. */
import { MultiSelect, SegmentedControl, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Widget, WidgetDraft } from "@onqueue/api/models";
import { useQueues } from "../../../api/directory";
import { useCentre } from "../../../api/lists";
import { widgets } from "../../../api/records";
import { EditorPage, Section } from "../../../ui/form/EditorPage";
import { languageChoices, languageName } from "../../../ui/languages";
import { cleaned, isGoodForm } from "../form";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { isOrigin, needed } from "../validate";
import { draftOf, NEW_WIDGET, newWidget } from "../widget";
import { ArchiveButton } from "./ArchiveButton";
import { EmbedCode } from "./EmbedCode";
import { FormBuilder } from "./FormBuilder";
import { ChangedLine, useQueueNames } from "./RecordBits";
import classes from "./Widget.module.css";
import { WidgetFiles } from "./WidgetFiles";
import { WidgetLook } from "./WidgetLook";
import { WidgetPreview } from "./WidgetPreview";

interface WidgetEditorProps {
  record: Widget | null;
  onDone: () => void;
}

/** Sends wordings that say something, and nothing else. */
const records = {
  ...widgets,
  create: (draft: WidgetDraft) => widgets.create(cleaned(draft)),
  change: (id: string, patch: Parameters<typeof widgets.change>[1]) =>
    widgets.change(id, { ...cleaned({ ...NEW_WIDGET, ...patch }), version: patch.version }),
};

export function WidgetEditor({ record, onDone }: WidgetEditorProps) {
  const { t, i18n } = useTranslation();
  const queues = useQueues().data ?? [];
  const centre = useCentre().data;
  const queueNames = useQueueNames();
  const editor = useRecordEditor<Widget, WidgetDraft>({
    records,
    record,
    empty: newWidget(centre?.languages),
    draftOf,
    validate: {
      name: needed(t),
      queue_id: (value: string) => (value === "" ? t("admin.needed") : null),
      languages: (value: string[]) => (value.length === 0 ? t("admin.needed") : null),
      form: (value: WidgetDraft["form"]) =>
        isGoodForm(value) ? null : t("admin.widgets.form_error"),
      allowed_origins: (value: string[]) =>
        value.every(isOrigin) ? null : t("admin.widgets.origins_error"),
    },
    onSaved: onDone,
  });
  const { form } = editor;
  const { values } = form;
  const [chosen, setChosen] = useState(values.languages[0] ?? "en");
  const language = values.languages.includes(chosen) ? chosen : (values.languages[0] ?? "en");
  return (
    <EditorPage
      label={t("admin.nav.widgets")}
      editor={editor}
      onCancel={onDone}
      names={queueNames}
      side={
        record !== null && (
          <ArchiveButton records={widgets} record={record} name={record.name} onDone={onDone} />
        )
      }
    >
      <div className={classes.layout}>
        <div className={classes.sections}>
          <Section title={t("admin.widgets.about")} hint={t("admin.widgets.about_hint")}>
            <TextInput
              label={t("admin.field.name")}
              description={t("admin.widgets.name_hint")}
              maxLength={120}
              withAsterisk
              {...form.getInputProps("name")}
            />
            <Select
              label={t("admin.field.queue_id")}
              description={t("admin.widgets.queue_hint")}
              data={queues.map(({ id, name }) => ({ value: id, label: name }))}
              searchable
              allowDeselect={false}
              withAsterisk
              {...form.getInputProps("queue_id")}
            />
            <MultiSelect
              label={t("admin.field.languages")}
              description={t("admin.widgets.languages_hint")}
              data={languageChoices(i18n.language, values.languages)}
              searchable
              withAsterisk
              {...form.getInputProps("languages")}
            />
            <ChangedLine record={record} />
          </Section>
          {values.languages.length > 1 && (
            <div className={classes.languages}>
              {t("admin.widgets.editing_in")}
              <SegmentedControl
                size="xs"
                aria-label={t("admin.widgets.editing_in")}
                data={values.languages.map((code) => ({
                  value: code,
                  label: languageName(code, i18n.language),
                }))}
                value={language}
                onChange={setChosen}
              />
            </div>
          )}
          <Section title={t("admin.widgets.form")} hint={t("admin.widgets.form_hint")}>
            <FormBuilder
              value={values.form}
              onChange={(next) => form.setFieldValue("form", next)}
              language={language}
              languages={values.languages}
              error={form.errors["form"]}
            />
          </Section>
          <Section title={t("admin.widgets.look")} hint={t("admin.widgets.look_hint")}>
            <WidgetLook
              value={values.look}
              onChange={(next) => form.setFieldValue("look", next)}
              language={language}
              error={form.errors["look"]}
            />
          </Section>
          <Section title={t("admin.widgets.files")}>
            <WidgetFiles
              value={values.files}
              onChange={(next) => form.setFieldValue("files", next)}
              error={form.errors["files"]}
            />
          </Section>
          <Section title={t("admin.widgets.behaviour")}>
            <Switch
              label={t("admin.widgets.rating")}
              description={t("admin.widgets.rating_hint")}
              {...form.getInputProps("rating_enabled", { type: "checkbox" })}
            />
            <Switch
              label={t("admin.widgets.offline")}
              description={t("admin.widgets.offline_hint")}
              {...form.getInputProps("offline_message_enabled", { type: "checkbox" })}
            />
            <Switch
              label={t("routing.direct.label")}
              description={t("routing.direct.hint")}
              {...form.getInputProps("direct_enabled", { type: "checkbox" })}
            />
            <Switch
              label={t("admin.widgets.calls")}
              description={t("admin.widgets.calls_hint")}
              {...form.getInputProps("calls_enabled", { type: "checkbox" })}
            />
          </Section>
          <Section title={t("admin.widgets.where")} hint={t("admin.widgets.where_hint")}>
            <TagsInput
              label={t("admin.field.allowed_origins")}
              description={t("admin.widgets.origins_hint")}
              placeholder="https://www.example.com"
              clearable
              {...form.getInputProps("allowed_origins")}
            />
            {record === null ? (
              <p>{t("admin.widgets.embed_after")}</p>
            ) : (
              <EmbedCode id={record.id} />
            )}
          </Section>
        </div>
        <WidgetPreview draft={values} language={language} />
      </div>
    </EditorPage>
  );
}
