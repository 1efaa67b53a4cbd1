import { useTranslation } from "react-i18next";
import { GateList } from "../../features/directory/components/GateList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function GatesPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("routing.gate.nav")} text={t("routing.gate.text")}>
      <GateList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
