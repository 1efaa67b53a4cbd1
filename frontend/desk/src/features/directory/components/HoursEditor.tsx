/** Opening hours: an ordinary week, the dates that differ, and what that comes to. */
import { Button, Select, Text, TextInput, Tooltip } from "@mantine/core";
import { IconCalendarDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Hours, HoursDraft } from "@onqueue/api/models";
import { useCentre } from "../../../api/lists";
import { hours } from "../../../api/records";
import { EditorPage, Section } from "../../../ui/form/EditorPage";
import { timeZones } from "../../../ui/languages";
import { useRecordEditor } from "../hooks/useRecordEditor";
import { needed } from "../validate";
import { faultsOf, isSound, type Weekly } from "../week";
import { ArchiveButton } from "./ArchiveButton";
import { ExceptionsEditor } from "./ExceptionsEditor";
import { HolidayImport } from "./HolidayImport";
import { HoursPreview } from "./HoursPreview";
import { ChangedLine } from "./RecordBits";
import { WeekEditor } from "./WeekEditor";

const WORKDAY = { from: "09:00", to: "17:00" };
const USUAL: Weekly[] = [0, 1, 2, 3, 4].map((day) => ({ day, ...WORKDAY }));

interface HoursEditorProps {
  record: Hours | null;
  onDone: () => void;
}

export function HoursEditor({ record, onDone }: HoursEditorProps) {
  const { t } = useTranslation();
  const zone = useCentre().data?.time_zone ?? "UTC";
  const [importing, setImporting] = useState(false);
  const editor = useRecordEditor<Hours, HoursDraft>({
    records: hours,
    record,
    empty: { name: "", time_zone: zone, weekly: USUAL, exceptions: [] },
    draftOf: ({ name, time_zone, weekly, exceptions }) => ({ name, time_zone, weekly, exceptions }),
    validate: {
      name: needed(t),
      weekly: (value) => (isSound(value) ? null : t("admin.hours.week_error")),
      exceptions: (value) => (areSound(value) ? null : t("admin.hours.exceptions_error")),
    },
    onSaved: onDone,
  });
  const { form } = editor;
  const sound = isSound(form.values.weekly) && areSound(form.values.exceptions);
  return (
    <EditorPage
      label={t("admin.nav.hours")}
      editor={editor}
      onCancel={onDone}
      side={
        record !== null && (
          <ArchiveButton records={hours} record={record} name={record.name} onDone={onDone} />
        )
      }
    >
      <Section title={t("admin.hours.about")} hint={t("admin.hours.about_hint")}>
        <TextInput
          label={t("admin.field.name")}
          maxLength={120}
          withAsterisk
          {...form.getInputProps("name")}
        />
        <Select
          label={t("admin.field.time_zone")}
          description={t("admin.hours.zone_hint")}
          data={timeZones(form.values.time_zone)}
          searchable
          allowDeselect={false}
          limit={100}
          {...form.getInputProps("time_zone")}
        />
        <ChangedLine record={record} />
      </Section>
      <Section title={t("admin.hours.week")} hint={t("admin.hours.week_hint")}>
        <WeekEditor
          value={form.values.weekly}
          onChange={(weekly) => form.setFieldValue("weekly", weekly)}
        />
        {form.errors["weekly"] !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {form.errors["weekly"]}
          </Text>
        )}
      </Section>
      <Section title={t("admin.hours.exceptions")} hint={t("admin.hours.exceptions_hint")}>
        <ExceptionsEditor
          value={form.values.exceptions}
          onChange={(exceptions) => form.setFieldValue("exceptions", exceptions)}
          error={form.errors["exceptions"]}
        />
        {record !== null && (
          <Tooltip label={t("admin.hours.import_after")} disabled={!editor.dirty}>
            <Button
              variant="default"
              w="fit-content"
              leftSection={<IconCalendarDown size={16} aria-hidden />}
              data-disabled={editor.dirty}
              aria-disabled={editor.dirty}
              onClick={() => !editor.dirty && setImporting(true)}
            >
              {t("admin.hours.import")}
            </Button>
          </Tooltip>
        )}
      </Section>
      <Section title={t("admin.hours.preview")} hint={t("admin.hours.preview_hint")}>
        {sound ? (
          <HoursPreview draft={form.values} />
        ) : (
          <Text size="sm" c="dimmed">
            {t("admin.hours.preview_later")}
          </Text>
        )}
      </Section>
      {importing && record !== null && (
        <HolidayImport record={record} onClose={() => setImporting(false)} />
      )}
    </EditorPage>
  );
}

function areSound(exceptions: HoursDraft["exceptions"]): boolean {
  return exceptions.every((one) => faultsOf(one.intervals).every((fault) => fault === null));
}
