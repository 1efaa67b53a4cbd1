/** Jobs that failed for good: why, and what to do with them. */
import { Button, Group, Text } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ParkedJob } from "@onqueue/api/models";
import { useRight } from "../../../api/session";
import { dateTime } from "../../../ui/format";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { DataTable } from "../../../ui/table/DataTable";
import { usePassingList } from "../../../ui/table/list";
import { actOnJob, useParkedJobs, type JobAct } from "../api";
import { jobText } from "../words";

interface Chosen {
  job: ParkedJob;
  act: JobAct;
}

export function JobTable() {
  const { t, i18n } = useTranslation();
  const tends = useRight("system.tend");
  const list = usePassingList({ sort: "parked_at", order: "desc" });
  const parked = useParkedJobs(list);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const button = (job: ParkedJob, act: JobAct) => (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={`${t(`health.${act}`)}: ${jobText(job.kind, t)}`}
      onClick={() => setChosen({ job, act })}
    >
      {t(`health.${act}`)}
    </Button>
  );
  return (
    <>
      <DataTable
        label={t("health.jobs")}
        rows={parked.data?.items}
        total={parked.data?.total}
        rowId={(row: ParkedJob) => row.id}
        list={list}
        searchable={false}
        error={parked.error}
        retry={() => void parked.refetch()}
        columns={[
          {
            id: "parked_at",
            header: t("health.parked_at"),
            sort: "parked_at",
            cell: (row) => <span className="tnum">{dateTime(row.parked_at, i18n.language)}</span>,
          },
          {
            id: "kind",
            header: t("health.job"),
            sort: "kind",
            cell: (row) => jobText(row.kind, t),
          },
          { id: "error", header: t("health.error"), cell: (row) => row.error },
          {
            id: "attempts",
            header: t("health.attempts"),
            align: "right",
            wide: true,
            cell: (row) => row.attempts,
          },
          {
            id: "act",
            header: t("health.act_on"),
            cell: (row) =>
              tends && (
                <Group gap="xs" wrap="nowrap">
                  {button(row, "retry")}
                  {button(row, "drop")}
                </Group>
              ),
          },
        ]}
        empty={{
          title: t("health.jobs_none"),
          text: t("health.jobs_none_text"),
          icon: <IconChecklist size={22} />,
        }}
      />
      {chosen !== null && (
        <ReasonDialog
          title={t(`health.${chosen.act}_title`)}
          label={t("health.why")}
          hint={t("health.why_hint")}
          confirm={t(`health.${chosen.act}`)}
          done={t(chosen.act === "retry" ? "health.retried" : "health.dropped")}
          danger={chosen.act === "drop"}
          run={(reason) => actOnJob(chosen.job.id, chosen.act, reason)}
          onClose={() => setChosen(null)}
        >
          <Text size="sm">
            {t(`health.${chosen.act}_text`, { kind: jobText(chosen.job.kind, t) })}
          </Text>
        </ReasonDialog>
      )}
    </>
  );
}
