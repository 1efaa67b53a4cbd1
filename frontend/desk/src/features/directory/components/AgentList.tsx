/** Who can do what: a line for each agent, a column for what they take, and the matrix beside. */
import { Badge, Select, SegmentedControl } from "@mantine/core";
import { IconUserStar } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import { useQueues } from "../../../api/directory";
import { useSkills } from "../../../api/lists";
import { DataTable } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import type { OpenProps } from "../open";
import { AgentDrawer } from "./AgentEditor";
import { AgentMatrix } from "./AgentMatrix";
import { QueueFilter } from "./QueueFilter";
import { useQueueNames } from "./RecordBits";

const VIEWS = ["list", "queues", "skills"] as const;
const CHOICES = { queue: null, skill: null, view: VIEWS };

export function AgentList({ open, setOpen }: OpenProps) {
  const { t } = useTranslation();
  const list = useList({ sort: "name" }, CHOICES);
  const { view = "list", ...chosen } = list.filters;
  const queues = useQueues().data ?? [];
  const skills = useSkills().data ?? [];
  const queueNames = useQueueNames();
  const skillName = (id: string): string => skills.find((one) => one.id === id)?.name ?? id;
  const asked = { ...list.query, ...chosen };
  const found = useQuery({
    queryKey: ["agents", asked],
    queryFn: () => unwrap(api.GET("/api/agents", { params: { query: asked } })),
    placeholderData: keepPreviousData,
  });
  const filters = (
    <>
      <QueueFilter value={chosen.queue} onChange={(queue) => list.filter({ queue })} />
      <Select
        aria-label={t("admin.filter.skill")}
        placeholder={t("admin.filter.skill")}
        clearable
        searchable
        w={150}
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen.skill ?? null}
        onChange={(value) => list.filter({ skill: value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("admin.agents.view")}
        data={VIEWS.map((value) => ({ value, label: t(`admin.agents.view_${value}`) }))}
        value={view}
        onChange={(value) => list.filter({ view: value === "list" ? null : value })}
      />
    </>
  );
  return (
    <>
      {view === "list" ? (
        <DataTable
          label={t("admin.nav.agents")}
          rows={found.data?.items}
          total={found.data?.total}
          rowId={(row) => row.account_id}
          rowLabel={(row) => row.name}
          onOpen={(row) => setOpen(row.account_id)}
          list={list}
          loading={found.isPlaceholderData}
          error={found.error}
          retry={() => void found.refetch()}
          csv={csvHref("/api/agents.csv", asked)}
          filters={filters}
          columns={[
            { id: "name", header: t("admin.field.name"), sort: "name", cell: (row) => row.name },
            {
              id: "queues",
              header: t("admin.field.queues"),
              cell: (row) =>
                row.queues.length === 0 ? (
                  <Badge color="amber">{t("admin.agents.no_queues")}</Badge>
                ) : (
                  row.queues.map((id) => queueNames[id] ?? id).join(", ")
                ),
            },
            {
              id: "skills",
              header: t("admin.field.skills"),
              wide: true,
              cell: (row) =>
                row.skills.map((one) => `${skillName(one.skill)} ${one.level}`).join(", "),
            },
            {
              id: "capacity",
              header: t("admin.field.capacity"),
              wide: true,
              cell: (row) =>
                Object.entries(row.capacity)
                  .filter(([, number]) => number > 0)
                  .map(
                    ([channel, number]) => `${t(`admin.channel.${channel as "chat"}`)} ${number}`,
                  )
                  .join(", "),
            },
          ]}
          empty={{
            title: t("admin.agents.none"),
            text: t("admin.agents.none_text"),
            icon: <IconUserStar size={22} />,
          }}
        />
      ) : (
        <AgentMatrix
          kind={view}
          agents={found.data?.items}
          columns={view === "queues" ? queues : skills}
          error={found.error}
          retry={() => void found.refetch()}
          filters={filters}
          list={list}
          total={found.data?.total ?? 0}
          onOpen={setOpen}
        />
      )}
      {open !== null && <AgentDrawer key={open} id={open} onClose={() => setOpen(null)} />}
    </>
  );
}
