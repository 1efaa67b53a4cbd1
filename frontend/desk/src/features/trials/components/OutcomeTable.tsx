/** Figures under both versions, the difference, and the range in which it lies. */
import { Table } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { TrialLine, TrialMeasure, TrialPart } from "@onqueue/api/models";
import { judge, reach } from "../verdict";
import { figure, rangeText, signed } from "../words";
import classes from "./Trials.module.css";
import { Whisker } from "./Whisker";

interface OutcomeTableProps {
  title: string;
  parts: TrialPart[];
  name: (part: TrialPart) => string;
}

export function OutcomeTable({ title, parts, name }: OutcomeTableProps) {
  const { t } = useTranslation();
  const longest = longestOf(parts);
  const single = parts.every((part) => part.lines.length === 1);
  return (
    // What scrolls must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} role="group" aria-label={title} tabIndex={0}>
      <Table className={classes.table} aria-label={`${t("trials.table")}: ${title}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{single ? title : t("trials.measure_head")}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("trials.before")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("trials.after")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("trials.difference")}
            </Table.Th>
            <Table.Th scope="col" aria-hidden />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map((part) => (
            <Fragment key={part.id}>
              {!single && (
                <Table.Tr>
                  <Table.Th scope="rowgroup" colSpan={5} className={classes.part}>
                    {name(part)}
                  </Table.Th>
                </Table.Tr>
              )}
              {part.lines.map((line) => (
                <Row
                  key={line.measure}
                  line={line}
                  title={single ? name(part) : t(`trials.measure.${line.measure}`)}
                  longest={longest.get(line.measure) ?? 0}
                />
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface RowProps {
  line: TrialLine;
  title: string;
  longest: number;
}

function Row({ line, title, longest }: RowProps) {
  const { t, i18n } = useTranslation();
  const { measure, before, after, difference } = line;
  const judged = judge(line);
  const said = (value: number | null | undefined): string =>
    value === null || value === undefined ? "–" : figure(measure, value, i18n.language);
  const apart = (value: number): string => signed(measure, value, t, i18n.language);
  return (
    <Table.Tr data-judged={judged}>
      <Table.Th scope="row" className={classes.measure} title={t(`trials.hint.${measure}`)}>
        {title}
      </Table.Th>
      <Table.Td ta="right">{said(before?.mean)}</Table.Td>
      <Table.Td ta="right">{said(after?.mean)}</Table.Td>
      <Table.Td ta="right" className={classes.apart}>
        {difference === null || judged === "none" ? (
          <span className={classes.dim}>{t("trials.judged.none")}</span>
        ) : (
          <>
            <b>{apart(difference.mean)}</b>{" "}
            <span className={classes.judged}>{t(`trials.judged.${judged}`)}</span>
            {difference.low !== null && (
              <small>{rangeText(line, difference, t, i18n.language)}</small>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td className={classes.drawn}>
        {difference !== null && judged !== "none" && (
          <Whisker range={difference} longest={longest} judged={judged} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function longestOf(parts: TrialPart[]): Map<TrialMeasure, number> {
  const found = new Map<TrialMeasure, number>();
  for (const { measure, difference } of parts.flatMap((part) => part.lines)) {
    if (difference === null) continue;
    found.set(measure, Math.max(found.get(measure) ?? 0, reach(difference)));
  }
  return found;
}
