import { Button, Drawer, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Team } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useTeams } from "../../../api/lists";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { useEditor } from "../../../ui/form/useEditor";
import { dateTime } from "../../../ui/format";
import { EmptyState, Loading } from "../../../ui/states";
import { DataTable } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import { toastGood } from "../../../ui/toast";
import { teams, usePeopleChanged } from "../people";

interface TeamListProps {
  open: string | null;
  setOpen: (id: string | null) => void;
}

export function TeamList({ open, setOpen }: TeamListProps) {
  const { t, i18n } = useTranslation();
  const list = useList({ sort: "name" });
  const found = useQuery({
    queryKey: ["teams", list.query],
    queryFn: () => unwrap(api.GET("/api/teams", { params: { query: list.query } })),
    placeholderData: keepPreviousData,
  });
  const make = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen("new")}>
      {t("admin.teams.new")}
    </Button>
  );
  return (
    <>
      <DataTable
        label={t("admin.nav.teams")}
        rows={found.data?.items}
        total={found.data?.total}
        rowId={(row: Team) => row.id}
        rowLabel={(row) => row.name}
        onOpen={(row) => setOpen(row.id)}
        list={list}
        loading={found.isPlaceholderData}
        error={found.error}
        retry={() => void found.refetch()}
        actions={make}
        csv={csvHref("/api/teams.csv", list.query)}
        columns={[
          { id: "name", header: t("admin.field.name"), sort: "name", cell: (row) => row.name },
          {
            id: "people",
            header: t("admin.nav.people"),
            sort: "people",
            align: "right",
            cell: (row) => <span className="tnum">{row.people}</span>,
          },
          {
            id: "created_at",
            header: t("admin.created_at"),
            sort: "created_at",
            wide: true,
            cell: (row) => <span className="tnum">{dateTime(row.created_at, i18n.language)}</span>,
          },
        ]}
        empty={{
          title: t("admin.teams.none"),
          text: t("admin.teams.none_text"),
          icon: <IconUsersGroup size={22} />,
          action: make,
        }}
      />
      {open !== null && <TeamDrawer key={open} id={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function TeamDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const all = useTeams().data;
  if (id === "new") return <TeamEditor team={null} onClose={onClose} />;
  const team = all?.find((one) => one.id === id);
  if (team !== undefined) return <TeamEditor team={team} onClose={onClose} />;
  return (
    <Drawer opened onClose={onClose} title={t("admin.nav.teams")} position="right">
      {all === undefined ? <Loading /> : <EmptyState title={t("admin.teams.gone")} />}
    </Drawer>
  );
}

type Values = { name: string };

function TeamEditor({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = usePeopleChanged();
  const [asking, setAsking] = useState(false);
  const editor = useEditor<Values, Team>({
    initial: { name: team?.name ?? "" },
    version: null,
    validate: {
      name: (value: string) => (value.trim() === "" ? t("admin.needed") : null),
    },
    save: ({ name }) => (team === null ? teams.create(name) : teams.rename(team.id, name)),
    onSaved: () => {
      void changed();
      toastGood(t("admin.saved"));
      onClose();
    },
  });
  const remove = async (): Promise<void> => {
    if (team === null) return;
    await teams.remove(team.id);
    toastGood(t("admin.teams.removed", { name: team.name }));
    await changed();
    onClose();
  };
  return (
    <EditorDrawer
      title={team === null ? t("admin.teams.new") : team.name}
      editor={editor}
      onClose={onClose}
      size={420}
      side={
        team !== null && (
          <Button
            variant="subtle"
            color="coral"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t("admin.teams.remove")}
          </Button>
        )
      }
    >
      <TextInput
        label={t("admin.field.name")}
        description={t("admin.teams.name_hint")}
        maxLength={120}
        withAsterisk
        data-autofocus
        {...editor.form.getInputProps("name")}
      />
      {team !== null && (
        <Text size="sm" c="dimmed">
          {t("admin.teams.people", { count: team.people })}
        </Text>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("admin.teams.ask_remove", { name: team?.name ?? "" })}
        confirm={t("admin.teams.remove")}
        danger
        onConfirm={remove}
      >
        {t("admin.teams.remove_text")}
      </ConfirmDialog>
    </EditorDrawer>
  );
}
