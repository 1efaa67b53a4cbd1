/** Rules as a draft: edited and kept, then published with a reason. What counts does not change
 * until then. */
import { Alert, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FloorRules, QueueRules, Routing } from "@onqueue/api/models";
import { same } from "../../../../ui/diff/diff";
import { DiffTable } from "../../../../ui/diff/DiffTable";
import { DraftBar } from "../../versions/DraftBar";
import { routing, useRuleNames } from "../api";
import { edited, isFloor, problemsOf, type Problems } from "../rules";
import { FloorFields } from "./FloorFields";
import { QueueFields } from "./QueueFields";
import { changesOf } from "./VersionList";

export function RulesEditor({ shown }: { shown: Routing }) {
  const { t } = useTranslation();
  const names = useRuleNames();
  const begun = edited(shown).rules;
  const [rules, setRules] = useState<QueueRules | FloorRules>(begun);
  const [problems, setProblems] = useState<Problems>({});
  const dirty = !same(rules, begun);
  const { draft, subject } = shown;
  const change = (changed: Partial<QueueRules> | Partial<FloorRules>): void => {
    setRules((before) => ({ ...before, ...changed }));
    setProblems({});
  };
  return (
    <Stack gap="md">
      <Alert color={draft === null ? "petrol" : "amber"} role="status">
        {draft === null
          ? t("routing.state_in_force", { number: shown.in_force.number ?? 0 })
          : t("routing.state_draft", { who: draft.changed_by })}
      </Alert>
      {isFloor(rules) ? (
        <FloorFields rules={rules} onChange={change} />
      ) : (
        <QueueFields rules={rules} problems={problems} onChange={change} />
      )}
      <DraftBar
        revision={draft?.revision ?? null}
        dirty={dirty}
        save={() => routing.save(subject, draft?.revision ?? 0, rules)}
        discard={(revision) => routing.discard(subject, revision)}
        publish={(revision, note) => routing.publish(subject, revision, note)}
        onFailure={(failure) => setProblems(problemsOf(failure, t))}
      >
        {draft !== null && (
          <DiffTable label={t("routing.changes")} changes={changesOf(draft)} names={names} />
        )}
      </DraftBar>
    </Stack>
  );
}
