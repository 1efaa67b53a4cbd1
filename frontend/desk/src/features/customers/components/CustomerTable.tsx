import { useTranslation } from "react-i18next";
import type { Customer } from "@onqueue/api/models";
import { dateTime } from "../../../ui/format";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { csvHref, useList } from "../../../ui/table/list";
import { useCustomers } from "../api";

export function CustomerTable({ onOpen }: { onOpen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const list = useList();
  const { data, error, isFetching, refetch } = useCustomers(list.query);
  const columns: Column<Customer>[] = [
    {
      id: "name",
      header: t("customer.field.name"),
      cell: (row) => row.name || t("customer.unknown"),
      sort: "name",
    },
    { id: "email", header: t("customer.field.email"), cell: (row) => row.email, sort: "email" },
    { id: "phone", header: t("customer.field.phone"), cell: (row) => row.phone, wide: true },
    { id: "company", header: t("customer.field.company"), cell: (row) => row.company, wide: true },
    {
      id: "last_contact_at",
      header: t("customer.last_contact"),
      cell: (row) => (
        <span className="tnum">
          {row.last_contact_at === null ? "" : dateTime(row.last_contact_at, i18n.language)}
        </span>
      ),
      sort: "last_contact_at",
    },
  ];
  return (
    <DataTable
      label={t("search.customers")}
      columns={columns}
      rows={data?.items}
      rowId={(row) => row.id}
      total={data?.total}
      list={list}
      loading={isFetching}
      error={error}
      retry={() => void refetch()}
      onOpen={(row) => onOpen(row.id)}
      csv={csvHref("/api/customers.csv", list.query)}
      empty={{ title: t("search.no_customers"), text: t("search.no_customers_hint") }}
    />
  );
}
