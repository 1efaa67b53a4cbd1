import { Anchor, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditRow } from "@onqueue/api/models";
import { useNames } from "../../../api/lists";
import { changesBetween } from "../../../ui/diff/diff";
import { DiffTable } from "../../../ui/diff/DiffTable";
import { dateTime } from "../../../ui/format";
import { kindText, subjectName } from "../audit";
import classes from "./AuditEntry.module.css";

interface AuditEntryProps {
  row: AuditRow;
  onActor: () => void;
  onSubject: () => void;
}

/** One change: who, when, from where, why, and the difference in words. */
export function AuditEntry({ row, onActor, onSubject }: AuditEntryProps) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  return (
    <Stack gap="md">
      <dl className={classes.facts}>
        <dt>{t("admin.audit.when")}</dt>
        <dd className="tnum">{dateTime(row.at, i18n.language)}</dd>
        <dt>{t("admin.audit.who")}</dt>
        <dd>
          {row.actor_name || t("admin.audit.system")}{" "}
          <Anchor component="button" type="button" size="xs" onClick={onActor}>
            {t("admin.audit.all_of_actor")}
          </Anchor>
        </dd>
        <dt>{kindText(row.subject_kind, t)}</dt>
        <dd>
          {subjectName(row, names)}{" "}
          <Anchor component="button" type="button" size="xs" onClick={onSubject}>
            {t("admin.audit.all_of_subject")}
          </Anchor>
        </dd>
        {row.reason !== "" && (
          <>
            <dt>{t("admin.audit.reason")}</dt>
            <dd>{row.reason}</dd>
          </>
        )}
        {row.network !== "" && (
          <>
            <dt>{t("admin.audit.network")}</dt>
            <dd className="tnum">{row.network}</dd>
          </>
        )}
        <dt>{t("admin.audit.number")}</dt>
        <dd className="tnum">{row.id}</dd>
      </dl>
      <DiffTable
        label={t("admin.audit.difference")}
        changes={changesBetween(row.before, row.after)}
        names={names}
      />
    </Stack>
  );
}
