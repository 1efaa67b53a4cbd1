/**
 * A list of rows: searched, sorted, filtered, paged and exported, with every state it can be in.
 *
 * With `list` the server sorts and pages; without it the rows given are all there are.
 */
import { Table } from "@mantine/core";
import { tableFeatures, useTable } from "@tanstack/react-table";
import clsx from "clsx";
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, Loading } from "../states";
import classes from "./DataTable.module.css";
import { HeaderCell } from "./HeaderCell";
import type { ListControl } from "./list";
import { Pager } from "./Pager";
import { Toolbar } from "./Toolbar";

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The server's name of the order; or, without a server, the value to order by. */
  sort?: string | ((row: T) => string | number | null);
  align?: "left" | "right";
  width?: number | string;
  /** Left out on a narrow screen. */
  wide?: boolean;
}

export interface DataTableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[] | undefined;
  rowId: (row: T) => string;
  /** The name of a row, said when its opener gets the focus. */
  rowLabel?: (row: T) => string;
  onOpen?: (row: T) => void;
  chosen?: string | null;
  list?: ListControl;
  total?: number;
  searchable?: boolean;
  filters?: ReactNode;
  actions?: ReactNode;
  csv?: string;
  loading?: boolean;
  error?: unknown;
  retry?: () => void;
  empty: { title: string; text?: string; action?: ReactNode; icon?: ReactNode };
}

const features = tableFeatures({});

interface Order {
  id: string;
  desc: boolean;
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function ordered<T>(rows: T[], columns: Column<T>[], order: Order | null): T[] {
  const value = columns.find((column) => column.id === order?.id)?.sort;
  if (order === null || typeof value !== "function") return rows;
  const sign = order.desc ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)));
}

/** Arrows go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const openers = [
    ...(event.currentTarget.closest("tbody")?.querySelectorAll<HTMLElement>("[data-opener]") ?? []),
  ];
  const next = openers[openers.indexOf(event.currentTarget) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

const NONE: never[] = [];

/** Rows went since the link was made: the last page there is, instead of an empty one. */
function useLastPage(list: ListControl | undefined, rows: unknown[] | undefined, total = 0): void {
  const page = list?.state.page ?? 1;
  const last = Math.max(1, Math.ceil(total / (list?.state.size ?? 1)));
  const beyond = rows?.length === 0 && total > 0 && page > last;
  useEffect(() => {
    if (beyond) list?.set({ page: last }, true);
  }, [beyond, last, list]);
}

export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { t } = useTranslation();
  const { columns, list, rows, onOpen } = props;
  const [own, setOwn] = useState<Order | null>(null);
  useLastPage(list, rows, props.total);
  const order =
    list === undefined
      ? own
      : list.state.sort === null
        ? null
        : { id: list.state.sort, desc: list.state.order === "desc" };
  const data = useMemo(
    () => (list === undefined ? ordered(rows ?? NONE, columns, own) : (rows ?? NONE)),
    [list, rows, columns, own],
  );
  const defs = useMemo(
    () => columns.map((column) => ({ id: column.id, header: column.header, meta: { column } })),
    [columns],
  );
  const table = useTable({ features, columns: defs, data, getRowId: props.rowId });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const sortBy = (column: Column<T>): void => {
    const id = typeof column.sort === "string" ? column.sort : column.id;
    const desc = order?.id === id && !order.desc;
    if (list === undefined) setOwn({ id, desc });
    else list.set({ sort: id, order: desc ? "desc" : "asc" });
  };
  const showRows = rows !== undefined && rows.length > 0;
  return (
    <div className={classes.frame}>
      <Toolbar {...props} />
      {props.error !== undefined && props.error !== null ? (
        <ErrorState error={props.error} retry={props.retry} />
      ) : rows === undefined ? (
        <Loading />
      ) : (
        <div className={classes.scroll} aria-busy={props.loading}>
          {showRows ? (
            <Table className={classes.table} stickyHeader aria-label={props.label}>
              <Table.Thead>
                {table.getHeaderGroups().map((group) => (
                  <Table.Tr key={group.id}>
                    {group.headers.map((header) => {
                      const column = byId.get(header.column.id);
                      if (column === undefined) return null;
                      const id = typeof column.sort === "string" ? column.sort : column.id;
                      return (
                        <HeaderCell
                          key={header.id}
                          column={column}
                          direction={order?.id === id ? (order.desc ? "desc" : "asc") : null}
                          onSort={() => sortBy(column)}
                        />
                      );
                    })}
                  </Table.Tr>
                ))}
              </Table.Thead>
              <Table.Tbody>
                {table.getRowModel().rows.map((row) => (
                  <Table.Tr
                    key={row.id}
                    className={classes.row}
                    data-opens={onOpen !== undefined}
                    data-chosen={props.chosen === row.id}
                  >
                    {columns.map((column, index) => (
                      <Table.Td
                        key={column.id}
                        className={clsx(classes.cell, column.wide === true && classes.wide)}
                        ta={column.align}
                      >
                        {index === 0 && onOpen !== undefined ? (
                          <button
                            type="button"
                            className={classes.opener}
                            data-opener
                            aria-label={props.rowLabel?.(row.original)}
                            onClick={() => onOpen(row.original)}
                            onKeyDown={moveFocus}
                          >
                            {column.cell(row.original)}
                          </button>
                        ) : (
                          column.cell(row.original)
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          ) : (
            <EmptyState
              title={list?.query.q === undefined ? props.empty.title : t("common.table.no_match")}
              icon={props.empty.icon}
              action={props.empty.action}
            >
              {list?.query.q === undefined ? props.empty.text : t("common.table.no_match_hint")}
            </EmptyState>
          )}
        </div>
      )}
      {list !== undefined && showRows && <Pager list={list} total={props.total ?? rows.length} />}
    </div>
  );
}
