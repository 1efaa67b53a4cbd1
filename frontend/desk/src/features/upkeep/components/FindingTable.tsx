/** What the server repaired, parked or found broken, until somebody has seen it. */
import { Badge, Button } from "@mantine/core";
import { IconEye, IconTool } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "@onqueue/api/models";
import { useRight } from "../../../api/session";
import { dateTime } from "../../../ui/format";
import { DataTable } from "../../../ui/table/DataTable";
import { useList } from "../../../ui/table/list";
import { toastGood, toastProblem } from "../../../ui/toast";
import { seeFindings, useFindings } from "../api";
import { findingText } from "../words";

export function FindingTable({ fresh, at }: { fresh: number; at: number }) {
  const { t, i18n } = useTranslation();
  const tends = useRight("system.tend");
  const list = useList({ sort: "last_at", order: "desc" });
  const found = useFindings(list);
  const [busy, setBusy] = useState(false);
  const see = async (): Promise<void> => {
    setBusy(true);
    try {
      toastGood(t("health.seen", { count: await seeFindings(at) }));
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DataTable
      label={t("health.findings")}
      rows={found.data?.items}
      total={found.data?.total}
      rowId={(row: Finding) => row.id}
      list={list}
      searchable={false}
      error={found.error}
      retry={() => void found.refetch()}
      actions={
        fresh > 0 && tends ? (
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden />}
            loading={busy}
            onClick={() => void see()}
          >
            {t("health.see_all")}
          </Button>
        ) : undefined
      }
      columns={[
        {
          id: "last_at",
          header: t("health.when"),
          sort: "last_at",
          cell: (row) => <span className="tnum">{dateTime(row.last_at, i18n.language)}</span>,
        },
        {
          id: "kind",
          header: t("health.what"),
          sort: "kind",
          cell: (row) => (
            <>
              <Badge variant="light" color={row.repaired ? "leaf" : "amber"} mr="xs">
                {t(row.repaired ? "health.repaired" : "health.waits")}
              </Badge>
              {findingText(row, t)}
            </>
          ),
        },
        { id: "times", header: t("health.times"), align: "right", cell: (row) => row.times },
        {
          id: "seen",
          header: t("health.handled"),
          cell: (row) => (row.seen_at === null ? t("health.nobody") : row.seen_by_name),
        },
      ]}
      empty={{
        title: t("health.findings_none"),
        text: t("health.findings_none_text"),
        icon: <IconTool size={22} />,
      }}
    />
  );
}
