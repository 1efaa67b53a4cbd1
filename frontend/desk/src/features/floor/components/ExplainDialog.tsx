import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../../../ui/focus";
import { ExplainPanel } from "./ExplainPanel";

export function ExplainDialog({ contact, onClose }: { contact: string; onClose: () => void }) {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal opened onClose={onClose} title={t("floor.explain.title")} size="lg">
      <ExplainPanel contact={contact} />
    </Modal>
  );
}
