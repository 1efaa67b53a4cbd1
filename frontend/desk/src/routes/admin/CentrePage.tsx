import { useTranslation } from "react-i18next";
import { useCentre } from "../../api/lists";
import { CentreEditor } from "../../features/directory/components/CentreEditor";
import { PageFrame } from "../../ui/Page";
import { ErrorState, Loading } from "../../ui/states";

export function CentrePage() {
  const { t } = useTranslation();
  const centre = useCentre();
  return (
    <PageFrame title={t("admin.nav.centre")} text={t("admin.centre.text")}>
      {centre.isError ? (
        <ErrorState error={centre.error} retry={() => void centre.refetch()} />
      ) : centre.data === undefined ? (
        <Loading />
      ) : (
        <CentreEditor key={centre.data.version} centre={centre.data} />
      )}
    </PageFrame>
  );
}
