/** Figures of queues, each with its definition and the contacts behind it. */
import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { By, QueueFigures } from "@onqueue/api/models";
import { clockTime, decimal, percent } from "../../../ui/format";
import { timeLabel } from "../bars";
import type { BehindAsked } from "../reports";
import { MetricName } from "./MetricName";
import classes from "./Reports.module.css";

interface QueueReportTableProps {
  rows: QueueFigures[];
  totals: QueueFigures[];
  by: By;
  names: ReadonlyMap<string, string>;
  onDrill: (asked: BehindAsked, title: string) => void;
}

interface FigureColumn {
  id: string;
  metric: string;
  /** Which rows stand behind the number. */
  figure: string;
  value: (row: QueueFigures, language: string) => string | null;
  wide?: boolean;
}

const COLUMNS: FigureColumn[] = [
  { id: "offered", metric: "offered", figure: "offered", value: (row) => String(row.offered) },
  { id: "answered", metric: "answered", figure: "answered", value: (row) => String(row.answered) },
  {
    id: "abandoned",
    metric: "abandoned",
    figure: "abandoned",
    value: (row) => String(row.abandoned),
  },
  {
    id: "abandonment_rate",
    metric: "abandonment_rate",
    figure: "abandoned",
    wide: true,
    value: (row, language) =>
      row.abandonment_rate === null ? null : percent(row.abandonment_rate, language),
  },
  {
    id: "service_level",
    metric: "service_level",
    figure: "within",
    value: (row, language) =>
      row.service_level === null ? null : percent(row.service_level, language),
  },
  {
    id: "asa",
    metric: "asa",
    figure: "answered",
    value: (row) => (row.asa_ms === null ? null : clockTime(row.asa_ms)),
  },
  {
    id: "handled",
    metric: "handled",
    figure: "handled",
    wide: true,
    value: (row) => String(row.handled),
  },
  {
    id: "aht",
    metric: "aht",
    figure: "handled",
    value: (row) => (row.aht_ms === null ? null : clockTime(row.aht_ms)),
  },
  {
    id: "csat",
    metric: "csat",
    figure: "ratings",
    value: (row, language) => (row.csat === null ? null : percent(row.csat, language)),
  },
  {
    id: "csat_mean",
    metric: "csat_mean",
    figure: "ratings",
    wide: true,
    value: (row, language) => (row.csat_mean === null ? null : decimal(row.csat_mean, language, 2)),
  },
];

export function QueueReportTable({ rows, totals, by, names, onDrill }: QueueReportTableProps) {
  const { t, i18n } = useTranslation();
  const place = (row: QueueFigures): string =>
    row.queue === "" ? t("reports.all_queues") : (names.get(row.queue) ?? row.queue);
  const cells = (row: QueueFigures): ReactNode =>
    COLUMNS.map((column) => {
      const text = column.value(row, i18n.language);
      const name = t(`reports.metric.${column.id as "asa"}`);
      return (
        <Table.Td
          key={column.id}
          ta="right"
          className={column.wide === true ? classes.wide : undefined}
        >
          {text === null ? (
            <span className={classes.nothing}>–</span>
          ) : (
            <button
              type="button"
              className={`${classes.figure} tnum`}
              aria-label={t("reports.show_behind", { name, value: text, place: place(row) })}
              onClick={() =>
                onDrill(
                  {
                    figure: column.figure,
                    from: row.from_at,
                    to: row.to_at,
                    queue: row.queue === "" ? undefined : row.queue,
                  },
                  column.id,
                )
              }
            >
              {text}
            </button>
          )}
        </Table.Td>
      );
    });
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} stickyHeader aria-label={t("reports.queues")}>
        <Table.Thead>
          <Table.Tr>
            {by !== "total" && <Table.Th scope="col">{t("reports.time")}</Table.Th>}
            <Table.Th scope="col">{t("reports.queue")}</Table.Th>
            {COLUMNS.map((column) => (
              <Table.Th
                key={column.id}
                scope="col"
                ta="right"
                className={column.wide === true ? classes.wide : undefined}
              >
                <MetricName metric={column.metric}>
                  {t(`reports.metric.${column.id as "asa"}`)}
                </MetricName>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder(rows, place).map((row) => (
            <Table.Tr key={`${row.queue}/${row.from_at}`}>
              {by !== "total" && (
                <Table.Th scope="row" className={`${classes.when} tnum`}>
                  {timeLabel(row.from_at, by, i18n.language)}
                </Table.Th>
              )}
              <Table.Td className={classes.place}>{place(row)}</Table.Td>
              {cells(row)}
            </Table.Tr>
          ))}
        </Table.Tbody>
        {by === "total" && totals.length > 0 && rows.length > 1 && (
          <Table.Tfoot>
            {totals.map((row) => (
              <Table.Tr key={row.from_at}>
                <Table.Td className={classes.place}>{t("reports.all_queues")}</Table.Td>
                {cells(row)}
              </Table.Tr>
            ))}
          </Table.Tfoot>
        )}
      </Table>
    </div>
  );
}

/** By time, and then by name. */
function inOrder(rows: QueueFigures[], name: (row: QueueFigures) => string): QueueFigures[] {
  return [...rows].sort((a, b) => a.from_at - b.from_at || name(a).localeCompare(name(b)));
}
