import { Badge, Button, Select } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Person, PersonStatus } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useTeams } from "../../../api/lists";
import { shortWhen } from "../../../ui/format";
import { useSlowNow } from "../../../ui/now";
import { DataTable } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import { PersonDrawer } from "./PersonEditor";

interface PeopleListProps {
  open: string | null;
  setOpen: (id: string | null) => void;
}

const STATUSES = ["active", "invited", "deactivated"] as const;
const ROLES = ["agent", "supervisor", "administrator", "caller"] as const;
const CHOICES = { status: STATUSES, role: ROLES, team: null };
const COLORS: Record<PersonStatus, string> = {
  active: "leaf",
  invited: "amber",
  deactivated: "gray",
};

export function PeopleList({ open, setOpen }: PeopleListProps) {
  const { t, i18n } = useTranslation();
  const now = useSlowNow();
  const list = useList({ sort: "name" }, CHOICES);
  const { status, role, team } = list.filters;
  const teams = useTeams().data ?? [];
  const asked = { ...list.query, ...list.filters };
  const found = useQuery({
    queryKey: ["people", asked],
    queryFn: () => unwrap(api.GET("/api/people", { params: { query: asked } })),
    placeholderData: keepPreviousData,
  });
  const invite = (
    <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setOpen("new")}>
      {t("admin.people.invite")}
    </Button>
  );
  return (
    <>
      <DataTable
        label={t("admin.nav.people")}
        rows={found.data?.items}
        total={found.data?.total}
        rowId={(row: Person) => row.id}
        rowLabel={(row) => row.name}
        onOpen={(row) => setOpen(row.id)}
        list={list}
        loading={found.isPlaceholderData}
        error={found.error}
        retry={() => void found.refetch()}
        actions={invite}
        csv={csvHref("/api/people.csv", asked)}
        filters={
          <>
            <Select
              aria-label={t("admin.filter.status")}
              placeholder={t("admin.filter.status")}
              clearable
              w={130}
              data={STATUSES.map((value) => ({ value, label: t(`admin.people.status.${value}`) }))}
              value={status ?? null}
              onChange={(value) => list.filter({ status: value })}
            />
            <Select
              aria-label={t("admin.filter.role")}
              placeholder={t("admin.filter.role")}
              clearable
              w={140}
              data={ROLES.map((value) => ({ value, label: t(`admin.role.${value}`) }))}
              value={role ?? null}
              onChange={(value) => list.filter({ role: value })}
            />
            <Select
              aria-label={t("admin.filter.team")}
              placeholder={t("admin.filter.team")}
              clearable
              searchable
              w={140}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              value={team ?? null}
              onChange={(value) => list.filter({ team: value })}
            />
          </>
        }
        columns={[
          { id: "name", header: t("admin.field.name"), sort: "name", cell: (row) => row.name },
          {
            id: "email",
            header: t("admin.field.email"),
            sort: "email",
            wide: true,
            cell: (row) => row.email,
          },
          {
            id: "status",
            header: t("admin.field.status"),
            sort: "status",
            cell: (row) => (
              <Badge color={COLORS[row.status]}>{t(`admin.people.status.${row.status}`)}</Badge>
            ),
          },
          {
            id: "roles",
            header: t("admin.field.roles"),
            cell: (row) =>
              [...new Set(row.roles.map((one) => t(`admin.role.${one.role as "agent"}`)))].join(
                ", ",
              ),
          },
          {
            id: "teams",
            header: t("admin.field.teams"),
            wide: true,
            cell: (row) => row.teams.map((one) => one.name).join(", "),
          },
          {
            id: "last_seen_at",
            header: t("admin.people.last_seen"),
            sort: "last_seen_at",
            wide: true,
            cell: (row) => (
              <span className="tnum">
                {row.last_seen_at === null ? "–" : shortWhen(row.last_seen_at, now, i18n.language)}
              </span>
            ),
          },
        ]}
        empty={{
          title: t("admin.people.none"),
          text: t("admin.people.none_text"),
          icon: <IconUsers size={22} />,
          action: invite,
        }}
      />
      {open !== null && <PersonDrawer key={open} id={open} onClose={() => setOpen(null)} />}
    </>
  );
}
