/** Reads the thing that is opened before its editor shows it. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Configured } from "@onqueue/api/models";
import type { Records } from "../../../api/records";
import { ErrorState, Loading } from "../../../ui/states";
import { NEW, useRecord } from "../hooks/useRecord";

interface RecordLoaderProps<R extends Configured, D> {
  records: Records<R, D>;
  id: string;
  children: (record: R | null) => ReactNode;
}

export function RecordLoader<R extends Configured, D>(props: RecordLoaderProps<R, D>) {
  const record = useRecord(props.records, props.id);
  if (props.id === NEW) return props.children(null);
  if (record.data !== undefined && !record.isRefetching) return props.children(record.data);
  return record.isError ? (
    <ErrorState error={record.error} retry={() => void record.refetch()} />
  ) : (
    <Loading />
  );
}

/** The same in a drawer; while it loads or fails, the drawer is there already. */
export function RecordDrawer<R extends Configured, D>(
  props: RecordLoaderProps<R, D> & { title: string; onClose: () => void },
) {
  const { t } = useTranslation();
  const record = useRecord(props.records, props.id);
  if (props.id === NEW) return props.children(null);
  if (record.data !== undefined) return props.children(record.data);
  return (
    <Drawer
      opened
      onClose={props.onClose}
      title={props.title}
      position="right"
      size={480}
      closeButtonProps={{ "aria-label": t("admin.close") }}
    >
      {record.isError ? (
        <ErrorState error={record.error} retry={() => void record.refetch()} />
      ) : (
        <Loading />
      )}
    </Drawer>
  );
}
