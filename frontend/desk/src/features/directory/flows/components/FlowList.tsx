import { Button } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Flow, FlowDraft } from "@onqueue/api/models";
import { flows } from "../../../../api/records";
import { EditorDrawer } from "../../../../ui/form/EditorDrawer";
import { ArchiveButton } from "../../components/ArchiveButton";
import { DrawerTable } from "../../components/DrawerTable";
import { NamedFields } from "../../components/NamedFields";
import {
  ChangedLine,
  changedColumn,
  descriptionColumn,
  nameColumn,
} from "../../components/RecordBits";
import { useRecordEditor } from "../../hooks/useRecordEditor";
import type { OpenProps } from "../../open";
import { needed } from "../../validate";

const EMPTY: FlowDraft = { name: "", description: "" };

export function FlowList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <NameEditor record={record} onClose={close} />}
      records={flows}
      label={t("admin.nav.flows")}
      rowLabel={(row: Flow) => row.name}
      newLabel={t("flows.new")}
      columns={[nameColumn(t), descriptionColumn(t), changedColumn(t, i18n.language)]}
      empty={{ title: t("flows.none"), text: t("flows.text"), icon: <IconRoute size={22} /> }}
    />
  );
}

function NameEditor({ record, onClose }: { record: Flow | null; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const editor = useRecordEditor<Flow, FlowDraft>({
    records: flows,
    record,
    empty: EMPTY,
    draftOf: ({ name, description }) => ({ name, description }),
    validate: { name: needed(t) },
    onSaved: onClose,
  });
  return (
    <EditorDrawer
      title={record === null ? t("flows.new") : record.name}
      editor={editor}
      onClose={onClose}
      side={
        record !== null && (
          <ArchiveButton records={flows} record={record} name={record.name} onDone={onClose} />
        )
      }
    >
      <NamedFields form={editor.form} />
      {record !== null && (
        <Button
          variant="default"
          leftSection={<IconRoute size={16} />}
          onClick={() => void navigate({ to: "/admin/flows/$id", params: { id: record.id } })}
        >
          {t("flows.draw")}
        </Button>
      )}
      <ChangedLine record={record} />
    </EditorDrawer>
  );
}
