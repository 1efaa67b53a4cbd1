import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { widgets } from "../../api/records";
import { WidgetEditor } from "../../features/directory/components/WidgetEditor";
import { RecordLoader } from "../../features/directory/components/RecordLoader";
import { PageFrame } from "../../ui/Page";

const route = getRouteApi("/shell/admin/widgets/$id");

export function WidgetPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const navigate = useNavigate();
  const done = (): void => void navigate({ to: "/admin/widgets" });
  return (
    <RecordLoader key={id} records={widgets} id={id}>
      {(record) => (
        <PageFrame title={record?.name ?? t("admin.widgets.new")}>
          <WidgetEditor key={record?.version} record={record} onDone={done} />
        </PageFrame>
      )}
    </RecordLoader>
  );
}
