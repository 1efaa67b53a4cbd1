/** What is recorded of calls, who may hear it, and how long it is kept. */
import { useQuery } from "@tanstack/react-query";
import type { RecordingPolicy, RecordingPolicyDraft } from "@onqueue/api/models";
import { api, unwrap } from "@onqueue/api/client";

const of = (queue: string) => ({ params: { path: { queue } } }) as const;

export const recordings = {
  of: (contact: string) =>
    unwrap(api.GET("/api/contacts/{contact}/recordings", { params: { path: { contact } } })),
  keep: (recording: string, on: boolean, why: string) =>
    unwrap(
      api.PUT("/api/recordings/{recording}/kept", {
        params: { path: { recording } },
        body: { on, why },
      }),
    ),
  sound: (recording: string) => `/api/recordings/${encodeURIComponent(recording)}/sound`,
  policy: (queue: string) => unwrap(api.GET("/api/queues/{queue}/recording", of(queue))),
  setPolicy: (queue: string, body: RecordingPolicyDraft): Promise<RecordingPolicy> =>
    unwrap(api.PUT("/api/queues/{queue}/recording", { ...of(queue), body })),
};

export const keyOf = (contact: string) => ["contact", contact, "recordings"] as const;

/** Sound is stored some moments after the call, so what is not yet there is asked for again. */
const LOOK_EVERY_MS = 3_000;
const UNDER_WAY = new Set(["running", "closing"]);

export function useRecordings(contact: string) {
  return useQuery({
    queryKey: keyOf(contact),
    queryFn: () => recordings.of(contact),
    refetchInterval: ({ state }) =>
      state.data?.some((one) => UNDER_WAY.has(one.state)) === true ? LOOK_EVERY_MS : false,
  });
}
