/** What is done with a draft: it is kept, thrown away, or published with a reason. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { UnsavedGuard } from "../../../ui/form/UnsavedGuard";
import { problemText } from "../../../ui/problems";
import { ReasonDialog } from "../../../ui/ReasonDialog";
import { toastGood } from "../../../ui/toast";
import classes from "./Versions.module.css";

export interface DraftBarProps {
  /** Of the draft that is kept; null where there is none. */
  revision: number | null;
  /** Whether something was changed that is not kept yet. */
  dirty: boolean;
  save: () => Promise<unknown>;
  discard: (revision: number) => Promise<unknown>;
  publish: (revision: number, note: string) => Promise<unknown>;
  onFailure?: (failure: unknown) => void;
  /** What publishing would change. */
  children?: ReactNode;
}

export function DraftBar({ revision, dirty, onFailure, children, ...acts }: DraftBarProps) {
  const { t } = useTranslation();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const run = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      toastGood(done);
    } catch (failure) {
      onFailure?.(failure);
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {error !== null && (
        <Alert color="coral" role="alert">
          {error}
        </Alert>
      )}
      <div className={classes.bar}>
        <Group gap="xs">
          <Button
            disabled={!dirty}
            loading={busy}
            onClick={() => void run(acts.save, t("routing.saved"))}
          >
            {t("routing.save")}
          </Button>
          {revision !== null && (
            <>
              <Button variant="default" disabled={dirty} onClick={() => setPublishing(true)}>
                {t("routing.publish")}
              </Button>
              <Button
                variant="subtle"
                color="gray"
                loading={busy}
                onClick={() => void run(() => acts.discard(revision), t("routing.discarded"))}
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
      {publishing && revision !== null && (
        <ReasonDialog
          title={t("routing.publish_title")}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.publish")}
          done={t("routing.published")}
          run={(note) => acts.publish(revision, note)}
          onClose={() => setPublishing(false)}
        >
          {children}
        </ReasonDialog>
      )}
      <UnsavedGuard dirty={dirty} isDirty={() => dirty} />
    </>
  );
}
