import { Badge, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SignedInBrowser } from "@onqueue/api/models";
import { dateTime } from "../../../ui/format";
import { Card } from "../../../ui/Page";
import { DataTable, type Column } from "../../../ui/table/DataTable";
import { toastProblem } from "../../../ui/toast";
import { signOutBrowser, useBrowsers } from "../api";

/** Where I am signed in, and the way to end it elsewhere. */
export function BrowsersCard() {
  const { t, i18n } = useTranslation();
  const browsers = useBrowsers();
  const rows = Array.isArray(browsers.data) ? browsers.data : browsers.data?.items;
  const end = async (id: string): Promise<void> => {
    try {
      await signOutBrowser(id);
      await browsers.refetch();
    } catch (error) {
      toastProblem(error);
    }
  };
  const columns: Column<SignedInBrowser>[] = [
    {
      id: "browser",
      header: t("identity.browser"),
      cell: (row) => (
        <>
          {row.browser} {row.current && <Badge color="leaf">{t("identity.this_browser")}</Badge>}
        </>
      ),
    },
    { id: "network", header: t("identity.network"), cell: (row) => row.network, wide: true },
    {
      id: "seen",
      header: t("identity.last_seen"),
      cell: (row) => dateTime(row.seen_at, i18n.language),
    },
    {
      id: "end",
      header: t("identity.end"),
      align: "right",
      cell: (row) =>
        row.current ? null : (
          <Button size="compact-xs" variant="default" onClick={() => void end(row.id)}>
            {t("identity.end_browser")}
          </Button>
        ),
    },
  ];
  return (
    <Card title={t("identity.browsers")}>
      <DataTable
        label={t("identity.browsers")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        error={browsers.error}
        retry={() => void browsers.refetch()}
        empty={{ title: t("identity.no_browsers") }}
      />
    </Card>
  );
}
