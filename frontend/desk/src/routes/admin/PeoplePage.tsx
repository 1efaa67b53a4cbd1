import { useTranslation } from "react-i18next";
import { PeopleList } from "../../features/identity/components/PeopleList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function PeoplePage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.people")} text={t("admin.people.text")}>
      <PeopleList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
