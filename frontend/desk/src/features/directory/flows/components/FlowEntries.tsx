/** Which chat widgets begin with the flow. */
import { Alert, MultiSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowShown } from "@onqueue/api/models";
import { Card } from "../../../../ui/Page";
import { problemText } from "../../../../ui/problems";
import { toastGood } from "../../../../ui/toast";
import { drawing, useWidgets } from "../api";

export function FlowEntries({ shown }: { shown: FlowShown }) {
  const { t } = useTranslation();
  const widgets = useWidgets().data ?? [];
  const [error, setError] = useState<string | null>(null);
  const enter = async (chosen: string[]): Promise<void> => {
    setError(null);
    try {
      await drawing.enter(shown.flow, chosen);
      toastGood(t("flows.entries_saved"));
    } catch (failure) {
      setError(problemText(failure, t));
    }
  };
  return (
    <Card title={t("flows.entries")}>
      <MultiSelect
        label={t("flows.widgets")}
        description={t("flows.widgets_hint")}
        data={widgets.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...shown.widgets]}
        onChange={(chosen) => void enter(chosen)}
      />
      {error !== null && (
        <Alert color="coral" role="alert">
          {error}
        </Alert>
      )}
    </Card>
  );
}
