import { Badge, Code as CodeText, Select } from "@mantine/core";
import { IconMessage2Bolt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Reply } from "@onqueue/api/models";
import { useCentre } from "../../../api/lists";
import { replies } from "../../../api/records";
import { languageChoices, languageName } from "../../../ui/languages";
import type { OpenProps } from "../open";
import { ArchivedBadge, QueueNames, changedColumn } from "./RecordBits";
import { DrawerTable } from "./DrawerTable";
import { QueueFilter } from "./QueueFilter";
import { ReplyEditor } from "./ReplyEditor";

const CHOICES = { queue: null, language: null };

export function ReplyList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  const spoken = useCentre().data?.languages ?? [];
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <ReplyEditor record={record} onClose={close} />}
      records={replies}
      label={t("admin.nav.replies")}
      sort="shortcut"
      choices={CHOICES}
      filters={({ filters, filter }) => (
        <>
          <QueueFilter value={filters.queue} onChange={(queue) => filter({ queue })} />
          <Select
            aria-label={t("admin.filter.language")}
            placeholder={t("admin.filter.language")}
            clearable
            w={140}
            data={languageChoices(i18n.language).filter(({ value }) => spoken.includes(value))}
            value={filters.language ?? null}
            onChange={(value) => filter({ language: value })}
          />
        </>
      )}
      rowLabel={(row: Reply) => row.title}
      newLabel={t("admin.replies.new")}
      columns={[
        {
          id: "title",
          header: t("admin.field.title"),
          sort: "title",
          cell: (row) => (
            <span>
              {row.title}{" "}
              {row.personal && <Badge color="violet">{t("admin.replies.personal")}</Badge>}
              <ArchivedBadge archived={row.archived} />
            </span>
          ),
        },
        {
          id: "shortcut",
          header: t("admin.field.shortcut"),
          sort: "shortcut",
          cell: (row) => <CodeText>/{row.shortcut}</CodeText>,
        },
        {
          id: "language",
          header: t("admin.field.language"),
          sort: "language",
          wide: true,
          cell: (row) => languageName(row.language, i18n.language),
        },
        {
          id: "queues",
          header: t("admin.field.queue_ids"),
          wide: true,
          cell: (row) => <QueueNames ids={row.queue_ids} />,
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.replies.none"),
        text: t("admin.replies.none_text"),
        icon: <IconMessage2Bolt size={22} />,
      }}
    />
  );
}
