/** Which drawings counted when, what each changed, and the way back. */
import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowShown } from "@onqueue/api/models";
import { VersionsCard } from "../../versions/VersionsCard";
import { drawing, useFlowVersions } from "../api";

export function FlowVersions({ shown }: { shown: FlowShown }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const versions = useFlowVersions(shown.flow, page);
  const seen = shown.in_force?.number ?? 0;
  return (
    <VersionsCard
      versions={versions}
      page={page}
      onPage={setPage}
      seen={seen}
      empty={t("flows.state_empty")}
      differences={(version) => (
        <Text size="xs" c="dimmed">
          {version.differences
            .map((one) => `${one.node || t("flows.whole")}: ${t(`flows.change.${one.change}`)}`)
            .join("; ")}
        </Text>
      )}
      restore={(number, note) => drawing.restore(shown.flow, number, seen, note)}
    />
  );
}
