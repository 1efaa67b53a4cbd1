/** Narrows a list to what belongs to one queue. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useQueues } from "../../../api/directory";

interface QueueFilterProps {
  value: string | undefined;
  onChange: (queue: string | null) => void;
}

export function QueueFilter({ value, onChange }: QueueFilterProps) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  return (
    <Select
      aria-label={t("admin.filter.queue")}
      placeholder={t("admin.filter.queue")}
      clearable
      searchable
      w={160}
      data={queues.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={onChange}
    />
  );
}
