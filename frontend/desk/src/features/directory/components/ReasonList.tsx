import { Select } from "@mantine/core";
import { IconCoffee } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Reason } from "@onqueue/api/models";
import { reasons } from "../../../api/records";
import { Presence } from "../../../ui/Presence";
import type { OpenProps } from "../open";
import { REASON_STATES } from "../states";
import { ReasonEditor } from "./ReasonEditor";
import { changedColumn, nameColumn } from "./RecordBits";
import { DrawerTable } from "./DrawerTable";

const CHOICES = { state: REASON_STATES };

export function ReasonList({ open, setOpen }: OpenProps) {
  const { t, i18n } = useTranslation();
  return (
    <DrawerTable
      open={open}
      setOpen={setOpen}
      editor={(record, close) => <ReasonEditor record={record} onClose={close} />}
      records={reasons}
      label={t("admin.nav.reasons")}
      sort="state"
      choices={CHOICES}
      filters={({ filters, filter }) => (
        <Select
          aria-label={t("admin.filter.state")}
          placeholder={t("admin.filter.state")}
          clearable
          w={160}
          data={REASON_STATES.map((value) => ({ value, label: t(`common.state.${value}`) }))}
          value={filters.state ?? null}
          onChange={(value) => filter({ state: value })}
        />
      )}
      rowLabel={(row: Reason) => row.name}
      newLabel={t("admin.reasons.new")}
      columns={[
        nameColumn(t),
        {
          id: "state",
          header: t("admin.field.state"),
          sort: "state",
          cell: (row) => <Presence state={row.state} label />,
        },
        changedColumn(t, i18n.language),
      ]}
      empty={{
        title: t("admin.reasons.none"),
        text: t("admin.reasons.none_text"),
        icon: <IconCoffee size={22} />,
      }}
    />
  );
}
