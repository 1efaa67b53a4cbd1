import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { hours } from "../../api/records";
import { HoursEditor } from "../../features/directory/components/HoursEditor";
import { RecordLoader } from "../../features/directory/components/RecordLoader";
import { PageFrame } from "../../ui/Page";

const route = getRouteApi("/shell/admin/hours/$id");

export function HoursPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const navigate = useNavigate();
  const done = (): void => void navigate({ to: "/admin/hours" });
  return (
    <RecordLoader key={id} records={hours} id={id}>
      {(record) => (
        <PageFrame title={record?.name ?? t("admin.hours.new")}>
          <HoursEditor key={record?.version} record={record} onDone={done} />
        </PageFrame>
      )}
    </RecordLoader>
  );
}
