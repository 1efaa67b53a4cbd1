/** What one agent can do: queues, skills with levels, and how much at once. */
import { Checkbox, Drawer, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AgentDraft, AgentProfile } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { useSkills } from "../../../api/lists";
import { EditorDrawer } from "../../../ui/form/EditorDrawer";
import { NumberField } from "../../../ui/form/NumberField";
import { useEditor } from "../../../ui/form/useEditor";
import { ErrorState, Loading } from "../../../ui/states";
import { toastGood } from "../../../ui/toast";
import { putAgent } from "../hooks/useAgentSaving";
import { draftOf } from "../matrix";
import { CHANNELS } from "../queue";
import classes from "./AgentEditor.module.css";
import { AgentRoom } from "./AgentRoom";
import { QueuesField, useQueueNames } from "./RecordBits";
import { SkillLevels } from "./SkillLevels";

interface AgentDrawerProps {
  id: string;
  onClose: () => void;
}

function read(account: string): Promise<AgentProfile> {
  return unwrap(api.GET("/api/agents/{account}", { params: { path: { account } } }));
}

export function AgentDrawer({ id, onClose }: AgentDrawerProps) {
  const { t } = useTranslation();
  const agent = useQuery({
    queryKey: ["agent-profile", id],
    queryFn: () => read(id),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (agent.data !== undefined) return <AgentEditor agent={agent.data} onClose={onClose} />;
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t("admin.nav.agents")}
      position="right"
      size={520}
      closeButtonProps={{ "aria-label": t("admin.close") }}
    >
      {agent.isError ? (
        <ErrorState error={agent.error} retry={() => void agent.refetch()} />
      ) : (
        <Loading />
      )}
    </Drawer>
  );
}

function AgentEditor({ agent, onClose }: { agent: AgentProfile; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const queueNames = useQueueNames();
  const skills = useSkills().data ?? [];
  const editor = useEditor<AgentDraft, AgentProfile>({
    initial: draftOf(agent),
    version: agent.version,
    save: (values, version) =>
      putAgent(agent.account_id, draftOf({ ...agent, ...values }), version ?? agent.version),
    reload: () => read(agent.account_id),
    valuesOf: (record) => draftOf(record),
    onSaved: () => {
      void client.invalidateQueries({ queryKey: ["agents"] });
      toastGood(t("admin.agents.saved", { name: agent.name }));
      onClose();
    },
  });
  const { form } = editor;
  const { capacity, exclusive } = form.values;
  return (
    <EditorDrawer
      title={agent.name}
      editor={editor}
      onClose={onClose}
      size={520}
      names={{ ...queueNames, ...Object.fromEntries(skills.map(({ id, name }) => [id, name])) }}
    >
      <QueuesField
        label={t("admin.field.queues")}
        description={t("admin.agents.queues_hint")}
        {...form.getInputProps("queues")}
        placeholder={form.values.queues.length === 0 ? t("admin.agents.no_queues") : undefined}
      />
      <div>
        <Text size="sm" fw={500} mb={6}>
          {t("admin.field.skills")}
        </Text>
        <SkillLevels
          label={t("admin.field.skills")}
          value={form.values.skills}
          onChange={(next) => form.setFieldValue("skills", next)}
          error={form.errors["skills"]}
          empty={t("admin.agents.no_skills")}
        />
      </div>
      <fieldset className={classes.capacity}>
        <legend>{t("admin.field.capacity")}</legend>
        <Text size="xs" c="dimmed" mb={8}>
          {t("admin.agents.capacity_hint")}
        </Text>
        {CHANNELS.map((channel) => {
          const name = t(`admin.channel.${channel}`);
          return (
            <div key={channel} className={classes.channel}>
              <span>{name}</span>
              <NumberField
                size="xs"
                w={84}
                min={0}
                max={50}
                aria-label={t("admin.agents.at_once", { channel: name })}
                value={capacity[channel] ?? 0}
                onChange={(next) =>
                  form.setFieldValue("capacity", { ...capacity, [channel]: next })
                }
              />
              <Checkbox
                size="xs"
                label={t("admin.agents.exclusive")}
                checked={exclusive.includes(channel)}
                onChange={(event) => {
                  const others = exclusive.filter((one) => one !== channel);
                  const next = event.currentTarget.checked ? [...others, channel] : others;
                  form.setFieldValue("exclusive", next);
                }}
              />
            </div>
          );
        })}
        {form.errors["capacity"] !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {form.errors["capacity"]}
          </Text>
        )}
      </fieldset>
      <AgentRoom
        draft={form.values}
        errors={form.errors}
        onChange={(changed) => form.setValues(changed)}
      />
    </EditorDrawer>
  );
}
