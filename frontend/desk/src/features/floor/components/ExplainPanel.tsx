/** What happened to a contact, and for every offer why it was made to that person. */
import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Why } from "@onqueue/api/models";
import { duration, timeOfDay } from "../../../ui/format";
import { spoken, type Translate } from "../../../i18n/i18n";
import { EmptyState, ErrorState, Loading } from "../../../ui/states";
import { useExplanation } from "../api";
import classes from "./ExplainPanel.module.css";

export function ExplainPanel({ contact }: { contact: string }) {
  const { t, i18n } = useTranslation();
  const explanation = useExplanation(contact, spoken(i18n.language));
  if (explanation.isError) {
    return <ErrorState error={explanation.error} retry={() => void explanation.refetch()} />;
  }
  if (explanation.data === undefined) return <Loading />;
  if (explanation.data.lines.length === 0) return <EmptyState title={t("floor.explain.none")} />;
  return (
    <ol className={classes.lines}>
      {explanation.data.lines.map((line) => (
        <li key={line.seq} className={classes.line} data-offer={line.why !== null}>
          <time className="tnum">{timeOfDay(line.at, i18n.language)}</time>
          <div className={classes.what}>
            <span>{line.text}</span>
            {line.why !== null && <Reasons why={line.why} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Reasons({ why }: { why: Why }) {
  const { t } = useTranslation();
  return (
    <div className={classes.offer}>
      <dl className={classes.facts}>
        <Fact name={t("floor.explain.waited")} value={duration(why.waited_ms)} />
        <Fact name={t("floor.explain.position")} value={String(why.position)} />
        <Fact name={t("floor.explain.priority")} value={String(why.priority)} />
        <Fact name={t("floor.explain.rule")} value={ruleText(why.rule, t)} />
        {why.ring > 0 && <Fact name={t("routing.explain.ring")} value={String(why.ring)} />}
        {why.passed_over.length > 0 && (
          <Fact name={t("routing.explain.passed")} value={why.passed_over.join(", ")} />
        )}
      </dl>
      {why.candidates.length > 0 && (
        <Table withRowBorders={false} className={classes.candidates}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">
                {t("floor.explain.candidates", { count: why.candidates_total })}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t("floor.explain.load")}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t("floor.explain.idle")}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t("routing.explain.rank")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {why.candidates.map((one, index) => (
              <Table.Tr key={one.agent} data-chosen={index === 0}>
                <Table.Td>{one.name}</Table.Td>
                <Table.Td ta="right" className="tnum">
                  {one.load}
                </Table.Td>
                <Table.Td ta="right" className="tnum">
                  {duration(one.idle_ms)}
                </Table.Td>
                <Table.Td ta="right" className="tnum">
                  {one.rank}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

function ruleText(rule: string, t: Translate): string {
  const words: string = t(`routing.rule.${rule as "sticky"}`, { defaultValue: "" });
  return words === "" ? rule.replaceAll("_", " ") : words;
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="tnum">{value}</dd>
    </div>
  );
}
