/** What is recorded of a queue's calls, whether customers are told, and how long it is kept. */
import { Button, Group, Select, Stack, Switch, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RecordingPolicy, RecordingPolicyDraft } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { EditorNotices } from "../../../ui/form/EditorNotices";
import { NumberField } from "../../../ui/form/NumberField";
import { UnsavedGuard } from "../../../ui/form/UnsavedGuard";
import { useEditor } from "../../../ui/form/useEditor";
import { Card } from "../../../ui/Page";
import { ErrorState, Loading } from "../../../ui/states";
import { toastGood } from "../../../ui/toast";
import { recordings } from "../api";

type Draft = Omit<RecordingPolicyDraft, "version">;

const MODES = ["off", "on", "share"] as const;
const FORMS = ["per_leg", "mixed"] as const;
const DAYS_MAX = 3_650;

export default function PolicyCard({ queue }: { queue: string }) {
  const { t } = useTranslation();
  const key = ["recording-policy", queue];
  const found = useQuery({ queryKey: key, queryFn: () => recordings.policy(queue) });
  return (
    <Card title={t("recording.policy.title")}>
      {found.isError && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading />}
      {found.data !== undefined && (
        <PolicyForm
          key={found.data.version}
          policy={found.data}
          onSaved={(saved) => queryClient.setQueryData(key, saved)}
        />
      )}
    </Card>
  );
}

function draftOf({ mode, share, form, announce, days }: RecordingPolicy): Draft {
  return { mode, share, form, announce, days };
}

interface PolicyFormProps {
  policy: RecordingPolicy;
  onSaved: (saved: RecordingPolicy) => void;
}

function PolicyForm({ policy, onSaved }: PolicyFormProps) {
  const { t } = useTranslation();
  const editor = useEditor<Draft, RecordingPolicy>({
    initial: draftOf(policy),
    version: policy.version,
    save: (values, version) =>
      recordings.setPolicy(policy.queue, { ...values, version: version ?? policy.version }),
    reload: () => recordings.policy(policy.queue),
    valuesOf: draftOf,
    onSaved: (saved) => {
      toastGood(t("admin.saved"));
      onSaved(saved);
    },
  });
  const { form } = editor;
  const on = form.values.mode !== "off";
  return (
    <form
      aria-label={t("recording.policy.title")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        editor.submit();
      }}
    >
      <EditorNotices editor={editor} />
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("recording.policy.text")}
        </Text>
        <Group grow align="flex-start">
          <Select
            label={t("recording.policy.mode")}
            data={MODES.map((value) => ({ value, label: t(`recording.policy.modes.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps("mode")}
          />
          {form.values.mode === "share" && (
            <NumberField
              label={t("recording.policy.share")}
              suffix=" %"
              min={1}
              max={100}
              {...form.getInputProps("share")}
            />
          )}
        </Group>
        {on && (
          <>
            <Switch
              label={t("recording.policy.announce")}
              description={t("recording.policy.announce_hint")}
              {...form.getInputProps("announce", { type: "checkbox" })}
            />
            <Group grow align="flex-start">
              <Select
                label={t("recording.policy.form")}
                description={t("recording.policy.form_hint")}
                data={FORMS.map((value) => ({
                  value,
                  label: t(`recording.policy.forms.${value}`),
                }))}
                allowDeselect={false}
                {...form.getInputProps("form")}
              />
              <NumberField
                label={t("recording.policy.days")}
                description={t("recording.policy.days_hint")}
                min={0}
                max={DAYS_MAX}
                {...form.getInputProps("days")}
              />
            </Group>
          </>
        )}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={editor.busy} disabled={!editor.dirty}>
            {t("recording.policy.save")}
          </Button>
        </Group>
      </Stack>
      <UnsavedGuard dirty={editor.dirty} isDirty={() => form.isDirty()} />
    </form>
  );
}
