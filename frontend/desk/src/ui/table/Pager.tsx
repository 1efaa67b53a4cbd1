import { Pagination, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import { PAGE_SIZES, type ListControl } from "./list";

export function Pager({ list, total }: { list: ListControl; total: number }) {
  const { t } = useTranslation();
  const { page, size } = list.state;
  const from = Math.min(total, (page - 1) * size + 1);
  return (
    <div className={classes.pager}>
      <span className="tnum" role="status">
        {t("common.table.range", { from, to: Math.min(total, page * size), total })}
      </span>
      <span className={classes.spring} />
      <Select
        size="xs"
        w={76}
        aria-label={t("common.table.size")}
        data={[...PAGE_SIZES]}
        value={String(size)}
        allowDeselect={false}
        onChange={(value) => list.set({ size: Number(value) })}
      />
      <Pagination
        size="sm"
        total={Math.max(1, Math.ceil(total / size))}
        value={page}
        onChange={(next) => list.set({ page: next })}
        getControlProps={(control) => ({ "aria-label": t(`common.table.page_${control}`) })}
        getItemProps={(item) => ({ "aria-label": t("common.table.page", { page: item }) })}
      />
    </div>
  );
}
