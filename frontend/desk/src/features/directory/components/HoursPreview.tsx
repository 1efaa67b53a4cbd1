/** What the hours in the form come to on the days ahead, saved or not. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import type { HoursDraft } from "@onqueue/api/models";
import { dateTime } from "../../../ui/format";
import { ErrorState, Loading } from "../../../ui/states";
import { clockIn, dateName } from "../days";
import classes from "./Hours.module.css";

const DAY_MS = 86_400_000;

const CALM_MS = 400;

export function HoursPreview({ draft }: { draft: HoursDraft }) {
  const { t, i18n } = useTranslation();
  const [settled] = useDebouncedValue(draft, CALM_MS);
  const { time_zone, weekly, exceptions } = settled;
  const preview = useQuery({
    queryKey: ["hours", "preview", time_zone, weekly, exceptions],
    queryFn: () =>
      unwrap(api.POST("/api/hours/preview", { params: { query: { days: 14 } }, body: settled })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (preview.isError) {
    return <ErrorState error={preview.error} retry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <Loading />;
  const { days, time_zone: zone, open, changes_at: at } = preview.data;
  const language = i18n.language;
  return (
    <div>
      <p className={classes.now} data-open={open}>
        {open ? t("admin.hours.open_now") : t("admin.hours.closed_now")}
        {at !== null && (
          <span>
            {t(open ? "admin.hours.until" : "admin.hours.opens", { when: dateTime(at, language) })}
          </span>
        )}
      </p>
      <ol className={classes.preview}>
        {days.map((day) => (
          <li key={day.date} data-closed={day.closed}>
            <span className={classes.previewDate}>{dateName(day.date, language)}</span>
            <svg
              viewBox="0 0 96 6"
              preserveAspectRatio="none"
              className={classes.strip}
              aria-hidden="true"
            >
              <rect width="96" height="6" rx="3" className={classes.track} />
              {day.intervals.map((span) => {
                const start = minutesIn(span.from_at, zone);
                const width = ((span.to_at - span.from_at) / DAY_MS) * 96;
                return (
                  <rect
                    key={span.from_at}
                    x={(start / 1_440) * 96}
                    width={width}
                    height="6"
                    className={classes.open}
                  />
                );
              })}
            </svg>
            <span className={`${classes.times} tnum`}>
              {day.closed
                ? t("admin.hours.closed")
                : day.intervals
                    .map(
                      (span) =>
                        `${clockIn(span.from_at, zone, language)}–${clockIn(span.to_at, zone, language)}`,
                    )
                    .join(", ")}
              {day.exception !== null && <em>{day.exception || t("admin.hours.differs")}</em>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function minutesIn(at: number, zone: string): number {
  const [hours, minutes] = clockIn(at, zone, "en-GB").split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
