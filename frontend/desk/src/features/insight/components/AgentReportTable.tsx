import { useTranslation } from "react-i18next";
import type { AgentFigures } from "@onqueue/api/models";
import { Share } from "../../../ui/charts/Share";
import { clockTime, decimal, duration, percent } from "../../../ui/format";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import type { BehindAsked } from "../reports";
import classes from "./Reports.module.css";

interface AgentReportTableProps {
  rows: AgentFigures[] | undefined;
  error: unknown;
  retry: () => void;
  csv: string;
  loading: boolean;
  onDrill: (asked: BehindAsked, title: string) => void;
}

const STATES = ["on_queue", "recovering", "break", "meeting", "training", "back_office"] as const;

/** What each agent did, and how their time was spent. The agent sees the same. */
export function AgentReportTable(props: AgentReportTableProps) {
  const { t, i18n } = useTranslation();
  const number = (
    row: AgentFigures,
    figure: string,
    id: string,
    text: string | null,
  ): React.ReactNode =>
    text === null ? (
      <span className={classes.nothing}>–</span>
    ) : (
      <button
        type="button"
        className={`${classes.figure} tnum`}
        aria-label={t("reports.show_behind", {
          name: t(`reports.metric.${id as "asa"}`),
          value: text,
          place: row.name,
        })}
        onClick={() =>
          props.onDrill({ figure, from: row.from_at, to: row.to_at, agent: row.agent }, id)
        }
      >
        {text}
      </button>
    );
  const columns: Column<AgentFigures>[] = [
    {
      id: "name",
      header: t("reports.agent"),
      sort: (row) => row.name,
      cell: (row) => <b>{row.name}</b>,
    },
    {
      id: "handled",
      header: t("reports.metric.handled"),
      align: "right",
      sort: (row) => row.handled,
      cell: (row) => number(row, "handled", "handled", String(row.handled)),
    },
    {
      id: "aht",
      header: t("reports.metric.aht"),
      align: "right",
      sort: (row) => row.aht_ms,
      cell: (row) =>
        number(row, "handled", "aht", row.aht_ms === null ? null : clockTime(row.aht_ms)),
    },
    {
      id: "occupancy",
      header: t("reports.metric.occupancy"),
      sort: (row) => row.occupancy,
      cell: (row) => (
        <Share
          share={row.occupancy}
          text={row.occupancy === null ? "–" : percent(row.occupancy, i18n.language)}
        />
      ),
    },
    {
      id: "csat",
      header: t("reports.metric.csat"),
      align: "right",
      sort: (row) => row.csat,
      cell: (row) =>
        number(row, "ratings", "csat", row.csat === null ? null : percent(row.csat, i18n.language)),
    },
    {
      id: "csat_mean",
      header: t("reports.metric.csat_mean"),
      align: "right",
      wide: true,
      sort: (row) => row.csat_mean,
      cell: (row) => (
        <span className="tnum">
          {row.csat_mean === null ? "–" : decimal(row.csat_mean, i18n.language, 2)}
          {row.ratings > 0 && <small className={classes.nothing}> ({row.ratings})</small>}
        </span>
      ),
    },
    {
      id: "consults",
      header: t("reports.metric.consults"),
      align: "right",
      wide: true,
      sort: (row) => row.consults,
      cell: (row) => number(row, "consults", "consults", String(row.consults)),
    },
    ...STATES.map((state): Column<AgentFigures> => ({
      id: state,
      header: t(`common.state.${state}`),
      align: "right",
      wide: true,
      sort: (row) => row.states[state] ?? 0,
      cell: (row) => {
        const ms = row.states[state] ?? 0;
        return (
          <span className={ms === 0 ? classes.nothing : "tnum"}>
            {ms === 0 ? "–" : duration(ms)}
          </span>
        );
      },
    })),
  ];
  return (
    <DataTable
      label={t("reports.agents")}
      rows={props.rows}
      rowId={(row) => row.agent}
      columns={columns}
      error={props.error}
      retry={props.retry}
      loading={props.loading}
      csv={props.csv}
      empty={{ title: t("reports.none"), text: t("reports.none_text") }}
    />
  );
}
