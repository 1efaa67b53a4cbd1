/** Figures as bars of a chart: what is drawn, and what is said of it. */
import type { By, QueueFigures } from "@onqueue/api/models";
import type { Bar } from "../../ui/charts/BarChart";
import { regional } from "../../ui/format";

export function timeLabel(at: number, by: By, language: string): string {
  const options: Intl.DateTimeFormatOptions =
    by === "interval" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(regional(language), options).format(at);
}

export interface Wording {
  label: (row: QueueFigures) => string;
  volume: (row: QueueFigures) => string;
  level: (row: QueueFigures) => string;
}

/** Every contact that came; darker, those that were answered. */
export function volumeBars(rows: readonly QueueFigures[], wording: Wording): Bar[] {
  return rows.map((row) => ({
    key: String(row.from_at),
    label: wording.label(row),
    value: row.offered,
    part: row.answered,
    text: wording.volume(row),
  }));
}

/** Where nothing was counted there is no bar: none is not nought. */
export function levelBars(rows: readonly QueueFigures[], wording: Wording): Bar[] {
  return rows.map((row) => ({
    key: String(row.from_at),
    label: wording.label(row),
    value: row.service_level,
    text: wording.level(row),
  }));
}

/** Stretches before the first and after the last contact say nothing, and are left out. */
export function withContent(rows: readonly QueueFigures[]): QueueFigures[] {
  const has = (row: QueueFigures): boolean => row.offered > 0 || row.handled > 0 || row.ratings > 0;
  const first = rows.findIndex(has);
  const last = rows.findLastIndex(has);
  return first < 0 ? [] : rows.slice(first, last + 1);
}
