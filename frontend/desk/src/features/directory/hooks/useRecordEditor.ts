/** The editor of one kind of thing: makes it or changes it, and tells every list about it. */
import type { FormValidateInput } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Configured } from "@onqueue/api/models";
import { recordChanged } from "../../../api/lists";
import type { Records } from "../../../api/records";
import { useEditor, type Editor } from "../../../ui/form/useEditor";
import { toastGood } from "../../../ui/toast";

interface Options<R extends Configured, D> {
  records: Records<R, D>;
  record: R | null;
  draftOf: (record: R) => D;
  empty: D;
  validate?: FormValidateInput<D>;
  onSaved: (saved: R) => void;
}

export function useRecordEditor<R extends Configured, D extends Record<string, unknown>>(
  options: Options<R, D>,
): Editor<D, R> {
  const { t } = useTranslation();
  const { records, record } = options;
  return useEditor<D, R>({
    initial: record === null ? options.empty : options.draftOf(record),
    validate: options.validate,
    version: record?.version ?? null,
    save: (values, version) =>
      record === null || version === null
        ? records.create(values)
        : records.change(record.id, { ...values, version }),
    reload: record === null ? undefined : () => records.read(record.id),
    valuesOf: options.draftOf,
    onSaved: (saved) => {
      void recordChanged(records.kind, saved.id);
      toastGood(t("admin.saved"));
      options.onSaved(saved);
    },
  });
}
