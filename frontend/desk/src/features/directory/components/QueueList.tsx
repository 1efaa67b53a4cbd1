import { IconStack2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Queue } from "@onqueue/api/models";
import { useAllHours, useSkills } from "../../../api/lists";
import { queues } from "../../../api/records";
import { duration } from "../../../ui/format";
import { changedColumn, NameCell } from "./RecordBits";
import { RecordTable } from "./RecordTable";

export function QueueList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const hours = useAllHours().data ?? [];
  const skills = useSkills().data ?? [];
  const skillName = (id: string): string => skills.find((one) => one.id === id)?.name ?? "";
  return (
    <RecordTable
      records={queues}
      label={t("admin.nav.queues")}
      rowLabel={(row) => row.name}
      onOpen={(row: Queue) => onOpen(row.id)}
      onNew={() => onOpen("new")}
      newLabel={t("admin.queues.new")}
      columns={[
        {
          id: "name",
          header: t("admin.field.name"),
          sort: "name",
          cell: (row) => <NameCell {...row} />,
        },
        {
          id: "channel",
          header: t("admin.field.channel"),
          sort: "channel",
          wide: true,
          cell: (row) => t(`admin.channel.${row.channel as "chat"}`),
        },
        {
          id: "promise",
          header: t("admin.queues.promise"),
          sort: "threshold_s",
          cell: (row) =>
            t("admin.queues.promise_short", {
              percent: row.target_percent,
              time: duration(row.threshold_s * 1_000),
            }),
        },
        {
          id: "priority",
          header: t("admin.field.priority"),
          sort: "priority",
          align: "right",
          wide: true,
          cell: (row) => <span className="tnum">{row.priority}</span>,
        },
        {
          id: "hours",
          header: t("admin.field.hours_id"),
          wide: true,
          cell: (row) =>
            row.hours_id === null
              ? t("admin.queues.always_open")
              : (hours.find((one) => one.id === row.hours_id)?.name ?? ""),
        },
        {
          id: "skills",
          header: t("admin.field.skills"),
          wide: true,
          cell: (row) => row.skills.map((one) => `${skillName(one.skill)} ${one.level}`).join(", "),
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.queues.none"),
        text: t("admin.queues.none_text"),
        icon: <IconStack2 size={22} />,
      }}
    />
  );
}
