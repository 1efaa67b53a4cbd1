/** The list of one kind of thing: search, order, pages, what is archived, a file, and New. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Configured } from "@onqueue/api/models";
import type { Records } from "../../../api/records";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";

interface RecordTableProps<R extends Configured & { id: string }, D> {
  records: Records<R, D>;
  label: string;
  columns: Column<R>[];
  sort?: string;
  /** Further filters: their controls, and what they ask for. */
  filters?: ReactNode;
  query?: Record<string, string | undefined>;
  rowLabel: (row: R) => string;
  onOpen?: (row: R) => void;
  onNew?: () => void;
  newLabel: string;
  empty: { title: string; text: string; icon?: ReactNode };
}

const ARCHIVED = ["no", "yes", "any"] as const;
type Archived = (typeof ARCHIVED)[number];

export function RecordTable<R extends Configured, D>(props: RecordTableProps<R, D>) {
  const { t } = useTranslation();
  const list = useList({ sort: props.sort ?? "name" });
  const [archived, setArchived] = useState<Archived>("no");
  const asked = { ...list.query, ...props.query, archived };
  const found = useQuery({
    queryKey: ["records", props.records.kind, asked],
    queryFn: () => props.records.list(asked),
    placeholderData: keepPreviousData,
  });
  const make =
    props.onNew === undefined ? undefined : (
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={props.onNew}>
        {props.newLabel}
      </Button>
    );
  return (
    <DataTable
      label={props.label}
      columns={props.columns}
      rows={found.data?.items}
      total={found.data?.total}
      rowId={(row) => row.id}
      rowLabel={props.rowLabel}
      onOpen={props.onOpen}
      list={list}
      loading={found.isPlaceholderData}
      error={found.error}
      retry={() => void found.refetch()}
      csv={csvHref(props.records.csv, asked)}
      actions={make}
      filters={
        <>
          {props.filters}
          <SegmentedControl
            size="xs"
            aria-label={t("admin.archived.label")}
            data={ARCHIVED.map((value) => ({ value, label: t(`admin.archived.${value}`) }))}
            value={archived}
            onChange={(value) => {
              setArchived(value);
              list.set({ page: 1 });
            }}
          />
        </>
      }
      empty={
        archived === "yes"
          ? { title: t("admin.archived.none"), text: t("admin.archived.none_text") }
          : { ...props.empty, action: make }
      }
    />
  );
}
