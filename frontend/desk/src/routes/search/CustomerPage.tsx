import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ConversationTable } from "../../features/conversations/components/ConversationTable";
import { CustomerMerges } from "../../features/customers/components/CustomerMerges";
import { CustomerPanel } from "../../features/customers/components/CustomerPanel";
import { Card, PageFrame } from "../../ui/Page";
import classes from "./Search.module.css";

const route = getRouteApi("/shell/customers/$id");

export function CustomerPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = route.useParams();
  const open = (conversation: string): void =>
    void navigate({ to: "/conversations/$id", params: { id: conversation } });
  return (
    <PageFrame title={t("search.customer")} fill>
      <div className={classes.split}>
        <Card>
          <CustomerMerges
            key={id}
            customer={id}
            onOpen={(other) => void navigate({ to: "/customers/$id", params: { id: other } })}
          />
          <CustomerPanel customer={id} conversation={null} onOpen={open} />
        </Card>
        <ConversationTable key={id} customer={id} onOpen={open} />
      </div>
    </PageFrame>
  );
}
