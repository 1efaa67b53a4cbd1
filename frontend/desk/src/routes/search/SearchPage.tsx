import { SegmentedControl } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRight } from "../../api/session";
import { ConversationTable } from "../../features/conversations/components/ConversationTable";
import { CustomerTable } from "../../features/customers/components/CustomerTable";
import { PageFrame } from "../../ui/Page";

const route = getRouteApi("/shell/search");
const TABS = ["conversations", "customers"] as const;

export function SearchPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = route.useSearch();
  const mayCustomers = useRight("customer.read");
  const customers = tab === "customers" && mayCustomers;
  return (
    <PageFrame
      title={t("search.title")}
      fill
      actions={
        mayCustomers ? (
          <SegmentedControl
            aria-label={t("search.what")}
            value={customers ? "customers" : "conversations"}
            data={TABS.map((value) => ({ value, label: t(`search.${value}`) }))}
            onChange={(value) =>
              void navigate({
                to: "/search",
                // The words stay; order and filters are those of the other list.
                search: ({ q }) => ({ q, ...(value === "customers" ? { tab: value } : {}) }),
              })
            }
          />
        ) : null
      }
    >
      {customers ? (
        <CustomerTable onOpen={(id) => void navigate({ to: "/customers/$id", params: { id } })} />
      ) : (
        <ConversationTable
          onOpen={(id) => void navigate({ to: "/conversations/$id", params: { id } })}
        />
      )}
    </PageFrame>
  );
}
