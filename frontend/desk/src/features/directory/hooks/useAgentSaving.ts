/** Saves what an agent can do. When somebody else was faster, the list is read again and it is said. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentDraft, AgentProfile } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";
import { toastGood, toastProblem } from "../../../ui/toast";

export function putAgent(
  account: string,
  draft: AgentDraft,
  version: number,
): Promise<AgentProfile> {
  return unwrap(
    api.PUT("/api/agents/{account}", {
      params: { path: { account } },
      body: { ...draft, version },
    }),
  );
}

export function useAgentSaving(): {
  saving: string | null;
  save: (agent: AgentProfile, draft: AgentDraft) => Promise<void>;
} {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [saving, setSaving] = useState<string | null>(null);
  const save = async (agent: AgentProfile, draft: AgentDraft): Promise<void> => {
    setSaving(agent.account_id);
    try {
      await putAgent(agent.account_id, draft, agent.version);
      toastGood(t("admin.agents.saved", { name: agent.name }));
    } catch (failure) {
      toastProblem(failure);
    } finally {
      await client.invalidateQueries({ queryKey: ["agents"] });
      setSaving(null);
    }
  };
  return { saving, save };
}
