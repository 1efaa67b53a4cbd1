/** A flow: its drawing, its versions, test runs and figures. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type {
  Flow,
  FlowFigures,
  FlowGraph,
  FlowShown,
  FlowTried,
  FlowVersion,
  Page,
  Widget,
} from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { flows } from "../../../api/records";

const FIGURES_EVERY_MS = 5_000;
const at = (flow: string) => ({ params: { path: { flow } } }) as const;

export function useFlow(flow: string): UseQueryResult<Flow> {
  return useQuery({ queryKey: ["flow", flow, "name"], queryFn: () => flows.read(flow) });
}

/** The flows in use: where a number can lead. */
export function useFlows(): UseQueryResult<Flow[]> {
  return useQuery({
    queryKey: ["directory", "flows"],
    queryFn: async () =>
      (await unwrap(api.GET("/api/flows", { params: { query: { size: 200 } } }))).items,
  });
}

export function useFlowShown(flow: string): UseQueryResult<FlowShown> {
  return useQuery({
    queryKey: ["flow", flow],
    queryFn: () => unwrap(api.GET("/api/flows/{flow}/graph", at(flow))),
    gcTime: 0,
    staleTime: Infinity,
  });
}

export function useFlowVersions(flow: string, page: number): UseQueryResult<Page<FlowVersion>> {
  return useQuery({
    queryKey: ["flow", flow, "versions", page],
    queryFn: () =>
      unwrap(
        api.GET("/api/flows/{flow}/versions", {
          params: { path: { flow }, query: { page, size: 10 } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useFlowFigures(flow: string): UseQueryResult<FlowFigures> {
  return useQuery({
    queryKey: ["flow", flow, "figures"],
    queryFn: () => unwrap(api.GET("/api/flows/{flow}/figures", at(flow))),
    refetchInterval: FIGURES_EVERY_MS,
  });
}

export function useWidgets(): UseQueryResult<Widget[]> {
  return useQuery({
    queryKey: ["directory", "chat-widgets"],
    queryFn: async () =>
      (await unwrap(api.GET("/api/chat-widgets", { params: { query: { size: 200 } } }))).items,
  });
}

async function told(flow: string, answer: Promise<FlowShown>): Promise<FlowShown> {
  const shown = await answer;
  queryClient.setQueryData(["flow", flow], shown);
  await queryClient.invalidateQueries({ queryKey: ["flow", flow, "versions"] });
  return shown;
}

/** What is so in a test run, beside the answers. */
export interface Situation {
  phone: string;
  may_call: boolean;
  match: "found" | "several" | "unknown";
  telephone: boolean;
}

export const drawing = {
  save: (flow: string, revision: number, graph: FlowGraph) =>
    told(
      flow,
      unwrap(
        api.PUT("/api/flows/{flow}/draft", { ...at(flow), body: { revision, graph, note: "" } }),
      ),
    ),
  discard: (flow: string, revision: number) =>
    told(
      flow,
      unwrap(
        api.DELETE("/api/flows/{flow}/draft", {
          params: { path: { flow }, query: { revision } },
        }),
      ),
    ),
  publish: (flow: string, revision: number, note: string) =>
    told(
      flow,
      unwrap(api.POST("/api/flows/{flow}/publish", { ...at(flow), body: { revision, note } })),
    ),
  restore: (flow: string, number: number, seen: number, note: string) =>
    told(
      flow,
      unwrap(api.POST("/api/flows/{flow}/restore", { ...at(flow), body: { number, seen, note } })),
    ),
  enter: (flow: string, widgets: string[]) =>
    told(flow, unwrap(api.PUT("/api/flows/{flow}/entries", { ...at(flow), body: { widgets } }))),
  test: async (
    flow: string,
    language: string,
    answers: string[],
    so: Situation,
  ): Promise<FlowTried> => {
    const body = { ...so, language, answers, hours: {} };
    const tried: unknown = await unwrap(api.POST("/api/flows/{flow}/try", { ...at(flow), body }));
    return tried as FlowTried;
  },
};
