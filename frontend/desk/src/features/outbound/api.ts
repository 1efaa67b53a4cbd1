/** Calls to customers: who may be called, what that may cost, and whether it goes on. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { DialPolicy, DialPolicyDraft } from "@onqueue/api/models";

export const dialPolicy = {
  read: (): Promise<DialPolicy> => unwrap(api.GET("/api/outbound/policy")),
  change: (body: DialPolicyDraft): Promise<DialPolicy> =>
    unwrap(api.PUT("/api/outbound/policy", { body })),
  lift: (): Promise<DialPolicy> => unwrap(api.POST("/api/outbound/stop/lift")),
};

export const policyQuery = queryOptions({
  queryKey: ["outbound", "policy"],
  queryFn: () => dialPolicy.read(),
});
