/** Trials: a draft lived through a recorded day, beside the rules in force. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { Page, Trial, TrialDays } from "@onqueue/api/models";
import { queryClient } from "../../api/query";
import { underWay } from "./verdict";

const LOOK_MS = 1_000;

export function useTrialDays(): UseQueryResult<TrialDays> {
  return useQuery({
    queryKey: ["trials", "days"],
    queryFn: () => unwrap(api.GET("/api/trials/days")),
  });
}

/**
 * The latest trials of some rules; looked at again and again while one is under way, and when the
 * draft is another one: a trial says whether it was of the draft that there is.
 */
export function useTrials(subject: string, revision: number | null): UseQueryResult<Page<Trial>> {
  return useQuery({
    queryKey: ["trials", subject, revision],
    placeholderData: keepPreviousData,
    queryFn: () =>
      unwrap(api.GET("/api/trials", { params: { query: { subject, page: 1, size: 10 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some(underWay) === true ? LOOK_MS : false),
  });
}

async function told(answer: Promise<Trial>): Promise<Trial> {
  const trial = await answer;
  await queryClient.invalidateQueries({ queryKey: ["trials", trial.subject] });
  return trial;
}

export const trials = {
  begin: (subject: string, revision: number, day: string, seeds: number): Promise<Trial> =>
    told(unwrap(api.POST("/api/trials", { body: { subject, revision, day, seeds } }))),
  cancel: (trial: string): Promise<Trial> =>
    told(unwrap(api.POST("/api/trials/{trial}/cancel", { params: { path: { trial } } }))),
};
