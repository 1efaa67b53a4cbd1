import { IconStars } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Skill } from "@onqueue/api/models";
import { skills } from "../../../api/records";
import { changedColumn, NameCell } from "./RecordBits";
import { RecordDrawer } from "./RecordLoader";
import { RecordTable } from "./RecordTable";
import { SkillEditor } from "./SkillEditor";
import type { OpenProps } from "../open";

export function SkillList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <RecordTable
        records={skills}
        label={t("admin.nav.skills")}
        rowLabel={(row) => row.name}
        onOpen={(row: Skill) => setOpen(row.id)}
        onNew={() => setOpen("new")}
        newLabel={t("admin.skills.new")}
        columns={[
          {
            id: "name",
            header: t("admin.field.name"),
            sort: "name",
            cell: (row) => <NameCell {...row} />,
          },
          {
            id: "description",
            header: t("admin.field.description"),
            wide: true,
            cell: (row) => row.description,
          },
          changedColumn(t, i18n.language),
        ]}
        empty={{
          title: t("admin.skills.none"),
          text: t("admin.skills.none_text"),
          icon: <IconStars size={22} />,
        }}
      />
      {open !== null && (
        <RecordDrawer
          key={open}
          records={skills}
          id={open}
          title={t("admin.nav.skills")}
          onClose={() => setOpen(null)}
        >
          {(record) => <SkillEditor record={record} onClose={() => setOpen(null)} />}
        </RecordDrawer>
      )}
    </>
  );
}
