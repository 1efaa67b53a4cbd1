/** The list of one kind of thing: search, order, pages, what is archived, a file, and New. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Configured } from "@onqueue/api/models";
import type { Records } from "../../../api/records";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import type { Choices } from "../../../ui/table/address";
import { csvHref, useList, type FilteredList } from "../../../ui/table/list";

export interface RecordTableProps<R extends Configured, D, C extends Choices> {
  records: Records<R, D>;
  label: string;
  columns: Column<R>[];
  sort?: string;
  /** Further filters: what may be chosen, and the controls. */
  choices?: C;
  filters?: (list: Pick<FilteredList<C>, "filters" | "filter">) => ReactNode;
  rowLabel: (row: R) => string;
  onOpen?: (row: R) => void;
  onNew?: () => void;
  newLabel: string;
  empty: { title: string; text: string; icon?: ReactNode };
}

const ARCHIVED = ["no", "yes", "any"] as const;

export function RecordTable<R extends Configured, D, C extends Choices = Choices>(
  props: RecordTableProps<R, D, C>,
) {
  const { t } = useTranslation();
  const choices = useMemo(() => ({ ...props.choices, archived: ARCHIVED }), [props.choices]);
  const list = useList({ sort: props.sort ?? "name" }, choices);
  const { archived = "no" } = list.filters;
  const asked = { ...list.query, ...list.filters, archived };
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
          {props.filters?.(list as unknown as FilteredList<C>)}
          <SegmentedControl
            size="xs"
            aria-label={t("admin.archived.label")}
            data={ARCHIVED.map((value) => ({ value, label: t(`admin.archived.${value}`) }))}
            value={archived}
            onChange={(value) => list.filter({ archived: value === "no" ? null : value })}
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
