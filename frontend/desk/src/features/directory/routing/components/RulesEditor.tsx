/** Rules as a draft: edited and kept, then published with a reason. What counts does not change
 * until then. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FloorRules, QueueRules, Routing } from "@onqueue/api/models";
import { useNames } from "../../../../api/lists";
import { same } from "../../../../ui/diff/diff";
import { DiffTable } from "../../../../ui/diff/DiffTable";
import { UnsavedGuard } from "../../../../ui/form/UnsavedGuard";
import { ReasonDialog } from "../../../../ui/ReasonDialog";
import { problemText } from "../../../../ui/problems";
import { toastGood } from "../../../../ui/toast";
import { routing } from "../api";
import { edited, isFloor, problemsOf, type Problems } from "../rules";
import { FloorFields } from "./FloorFields";
import { QueueFields } from "./QueueFields";
import classes from "./Routing.module.css";
import { changesOf } from "./VersionList";

export function RulesEditor({ shown }: { shown: Routing }) {
  const { t } = useTranslation();
  const names = useNames();
  const begun = edited(shown).rules;
  const [rules, setRules] = useState<QueueRules | FloorRules>(begun);
  const [problems, setProblems] = useState<Problems>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const dirty = !same(rules, begun);
  const { draft, subject } = shown;
  const change = (changed: Partial<QueueRules> | Partial<FloorRules>): void => {
    setRules((before) => ({ ...before, ...changed }));
    setProblems({});
  };
  const run = async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      toastGood(done);
      return true;
    } catch (failure) {
      setProblems(problemsOf(failure, t));
      setError(problemText(failure, t));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const save = (): Promise<boolean> =>
    run(() => routing.save(subject, draft?.revision ?? 0, rules), t("routing.saved"));
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
      {error !== null && (
        <Alert color="coral" role="alert">
          {error}
        </Alert>
      )}
      <div className={classes.bar}>
        <Group gap="xs">
          <Button disabled={!dirty} loading={busy} onClick={() => void save()}>
            {t("routing.save")}
          </Button>
          {draft !== null && (
            <>
              <Button variant="default" disabled={dirty} onClick={() => setPublishing(true)}>
                {t("routing.publish")}
              </Button>
              <Button
                variant="subtle"
                color="gray"
                loading={busy}
                onClick={() =>
                  void run(() => routing.discard(subject, draft.revision), t("routing.discarded"))
                }
              >
                {t("routing.discard")}
              </Button>
            </>
          )}
        </Group>
        <Text size="sm" c="dimmed" role="status">
          {dirty ? t("admin.unsaved.short") : ""}
        </Text>
      </div>
      {publishing && draft !== null && (
        <ReasonDialog
          title={t("routing.publish_title")}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.publish")}
          done={t("routing.published")}
          run={(note) => routing.publish(subject, draft.revision, note)}
          onClose={() => setPublishing(false)}
        >
          <DiffTable label={t("routing.changes")} changes={changesOf(draft)} names={names} />
        </ReasonDialog>
      )}
      <UnsavedGuard dirty={dirty} isDirty={() => dirty} />
    </Stack>
  );
}
