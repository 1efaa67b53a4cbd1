/** Which rules counted when, what each version changed, and the way back. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Routing, RoutingVersion } from "@onqueue/api/models";
import { DiffTable } from "../../../../ui/diff/DiffTable";
import { VersionsCard } from "../../versions/VersionsCard";
import { routing, useRuleNames, useVersions } from "../api";

export function changesOf(version: RoutingVersion) {
  return version.differences.map(({ field, before, after }) => ({
    path: field,
    before,
    after,
    kind: "changed" as const,
  }));
}

export function VersionList({ shown }: { shown: Routing }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const names = useRuleNames();
  const versions = useVersions(shown.subject, page);
  const seen = shown.in_force.number ?? 0;
  return (
    <VersionsCard
      versions={versions}
      page={page}
      onPage={setPage}
      seen={seen}
      empty={t("routing.no_versions_text")}
      differences={(version) => (
        <DiffTable
          label={t("routing.differences", { number: version.number ?? 0 })}
          changes={changesOf(version)}
          names={names}
        />
      )}
      restore={(number, note) => routing.restore(shown.subject, number, seen, note)}
      restoring={t("routing.restore_text")}
      usual
    />
  );
}
