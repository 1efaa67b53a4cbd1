import { useTranslation } from "react-i18next";
import { ReplyList } from "../../features/directory/components/ReplyList";
import { PageFrame } from "../../ui/Page";
import { useOpen } from "./useOpen";

export function RepliesPage() {
  const { t } = useTranslation();
  const { open, setOpen } = useOpen();
  return (
    <PageFrame fill title={t("admin.nav.replies")} text={t("admin.replies.text")}>
      <ReplyList open={open} setOpen={setOpen} />
    </PageFrame>
  );
}
