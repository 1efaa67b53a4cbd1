import { IconStars } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Skill } from "@onqueue/api/models";
import { skills } from "../../../api/records";
import { changedColumn, descriptionColumn, nameColumn } from "./RecordBits";
import { DrawerTable } from "./DrawerTable";
import { SkillEditor } from "./SkillEditor";
import type { OpenProps } from "../open";

export function SkillList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <SkillEditor record={record} onClose={close} />}
      records={skills}
      label={t("admin.nav.skills")}
      rowLabel={(row: Skill) => row.name}
      newLabel={t("admin.skills.new")}
      columns={[nameColumn(t), descriptionColumn(t), changedColumn(t, i18n.language)]}
      empty={{
        title: t("admin.skills.none"),
        text: t("admin.skills.none_text"),
        icon: <IconStars size={22} />,
      }}
    />
  );
}
