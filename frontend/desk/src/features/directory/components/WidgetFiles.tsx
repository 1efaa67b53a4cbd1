import { Group, Switch, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FileRules } from "@onqueue/api/models";
import { NumberField } from "../../../ui/form/NumberField";

interface WidgetFilesProps {
  value: FileRules;
  onChange: (value: FileRules) => void;
  error?: React.ReactNode;
}

const MEGABYTE = 1024 * 1024;
const USUAL = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/*",
  ".pdf",
  ".txt",
  ".docx",
];

/** Whether customers may send files, which, how large and how many. */
export function WidgetFiles({ value, onChange, error }: WidgetFilesProps) {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t("admin.widgets.files_enabled")}
        checked={value.enabled}
        onChange={(event) => onChange({ ...value, enabled: event.currentTarget.checked })}
      />
      {value.enabled && (
        <>
          <TagsInput
            label={t("admin.widgets.file_types")}
            description={t("admin.widgets.file_types_hint")}
            data={USUAL}
            clearable
            value={value.types}
            error={error}
            onChange={(types) =>
              onChange({ ...value, types: types.map((one) => one.trim().toLowerCase()) })
            }
          />
          <Group grow>
            <NumberField
              label={t("admin.widgets.file_size")}
              suffix=" MB"
              min={1}
              max={1_024}
              value={Math.max(1, Math.round(value.max_bytes / MEGABYTE))}
              onChange={(megabytes) => onChange({ ...value, max_bytes: megabytes * MEGABYTE })}
            />
            <NumberField
              label={t("admin.widgets.file_count")}
              min={1}
              max={10}
              value={value.max_count}
              onChange={(max_count) => onChange({ ...value, max_count })}
            />
          </Group>
        </>
      )}
    </>
  );
}
