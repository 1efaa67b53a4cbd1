import { useTranslation } from "react-i18next";
import { FlowList } from "../../features/directory/flows/components/FlowList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function FlowsPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.flows")} text={t("flows.text")}>
      <FlowList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
