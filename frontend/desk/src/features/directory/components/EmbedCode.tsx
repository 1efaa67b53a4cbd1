import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@onqueue/api/client";
import { CopyText } from "../../../ui/CopyText";
import { ErrorState, Loading } from "../../../ui/states";

/** The line for a page, and a page on which it is already. */
export function EmbedCode({ id }: { id: string }) {
  const { t } = useTranslation();
  const embed = useQuery({
    queryKey: ["record", "chat-widgets", id, "embed"],
    queryFn: () =>
      unwrap(api.GET("/api/chat-widgets/{widget}/embed", { params: { path: { widget: id } } })),
    staleTime: Infinity,
  });
  if (embed.isError) return <ErrorState error={embed.error} retry={() => void embed.refetch()} />;
  if (embed.data === undefined) return <Loading />;
  return (
    <>
      <CopyText text={embed.data.html} label={t("admin.widgets.embed")} />
      <Text size="sm" c="dimmed">
        {t("admin.widgets.embed_where")}{" "}
        <Anchor href={`/chat/${encodeURIComponent(id)}`} target="_blank" rel="noreferrer" size="sm">
          {t("admin.widgets.try_page")}
        </Anchor>
      </Text>
    </>
  );
}
