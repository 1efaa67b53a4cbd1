/** A queue: what it promises, who it needs, how contacts are offered, when the board warns. */
import { Group, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QueueDraft, Queue } from "@onqueue/api/models";
import { useAllHours, useSkills } from "../../../api/lists";
import { queues } from "../../../api/records";
import { duration } from "../../../ui/format";
import { EditorPage, Section } from "../../../ui/form/EditorPage";
import { NumberField } from "../../../ui/form/NumberField";
import { SecondsField } from "../../../ui/form/SecondsField";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { CHANNELS, draftOf, NEW_QUEUE, thresholdFault } from "../queue";
import { needed } from "../validate";
import { ArchiveButton } from "./ArchiveButton";
import { NamedFields } from "./NamedFields";
import { ChangedLine } from "./RecordBits";
import { SkillLevels } from "./SkillLevels";
import { ThresholdFields } from "./ThresholdFields";

interface QueueEditorProps {
  record: Queue | null;
  onDone: () => void;
}

export function QueueEditor({ record, onDone }: QueueEditorProps) {
  const { t } = useTranslation();
  const hours = useAllHours().data ?? [];
  const skills = useSkills().data ?? [];
  const names = Object.fromEntries([...hours, ...skills].map((one) => [one.id, one.name]));
  const editor = useRecordEditor<Queue, QueueDraft>({
    records: queues,
    record,
    empty: NEW_QUEUE,
    draftOf,
    validate: {
      name: needed(t),
      thresholds: (value: QueueDraft["thresholds"]) => {
        const fault = thresholdFault(value);
        return fault === null ? null : t(`admin.queues.threshold_fault.${fault}`);
      },
    },
    onSaved: onDone,
  });
  const { form } = editor;
  const { values } = form;
  return (
    <EditorPage
      label={t("admin.nav.queues")}
      editor={editor}
      onCancel={onDone}
      names={names}
      side={
        record !== null && (
          <ArchiveButton records={queues} record={record} name={record.name} onDone={onDone} />
        )
      }
    >
      <Section title={t("admin.queues.about")} hint={t("admin.queues.about_hint")}>
        <NamedFields form={form} hint={t("admin.queues.name_hint")} />
        <Select
          label={t("admin.field.channel")}
          data={CHANNELS.map((value) => ({ value, label: t(`admin.channel.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps("channel")}
        />
        <Select
          label={t("admin.field.hours_id")}
          description={t("admin.queues.hours_hint")}
          placeholder={t("admin.queues.always_open")}
          clearable
          searchable
          data={hours.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("hours_id")}
        />
        <ChangedLine record={record} />
      </Section>
      <Section title={t("admin.queues.promise")} hint={t("admin.queues.promise_hint")}>
        <Group grow align="flex-start">
          <NumberField
            label={t("admin.field.target_percent")}
            suffix=" %"
            min={1}
            max={100}
            {...form.getInputProps("target_percent")}
          />
          <SecondsField
            label={t("admin.field.threshold_s")}
            min={1}
            {...form.getInputProps("threshold_s")}
          />
        </Group>
        <Text size="sm" c="dimmed" role="status">
          {t("admin.queues.promise_text", {
            percent: values.target_percent,
            time: duration(values.threshold_s * 1_000),
          })}
        </Text>
        <NumberField
          label={t("admin.field.priority")}
          description={t("admin.queues.priority_hint")}
          min={0}
          max={100}
          {...form.getInputProps("priority")}
        />
      </Section>
      <Section title={t("admin.queues.needs")} hint={t("admin.queues.needs_hint")}>
        <SkillLevels
          label={t("admin.queues.needs")}
          value={values.skills}
          onChange={(next) => form.setFieldValue("skills", next)}
          error={form.errors["skills"]}
          empty={t("admin.queues.needs_none")}
        />
      </Section>
      <Section title={t("admin.queues.offers")} hint={t("admin.queues.offers_hint")}>
        <SecondsField
          label={t("admin.field.offer_ttl_s")}
          description={t("admin.queues.offer_ttl_hint")}
          min={5}
          max={3_600}
          {...form.getInputProps("offer_ttl_s")}
        />
      </Section>
      <Section title={t("admin.queues.wrap_up")} hint={t("admin.queues.wrap_up_hint")}>
        <Group grow align="flex-end">
          <SecondsField label={t("admin.field.wrap_up_s")} {...form.getInputProps("wrap_up_s")} />
          <SecondsField
            label={t("admin.field.wrap_up_extension_s")}
            {...form.getInputProps("wrap_up_extension_s")}
          />
          <NumberField
            label={t("admin.field.wrap_up_extensions_max")}
            min={0}
            max={20}
            {...form.getInputProps("wrap_up_extensions_max")}
          />
        </Group>
      </Section>
      <Section title={t("admin.queues.board")} hint={t("admin.queues.board_hint")}>
        <ThresholdFields
          value={values.thresholds}
          onChange={(next) => form.setFieldValue("thresholds", next)}
          error={form.errors["thresholds"]}
        />
      </Section>
    </EditorPage>
  );
}
