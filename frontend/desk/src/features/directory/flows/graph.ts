/** Nodes of a flow: new ones, their exits, and where they stand on the drawing. */
import type { FlowGraph, FlowNode, FlowShown } from "@onqueue/api/models";

export const KINDS = [
  "say",
  "menu",
  "collect",
  "hours",
  "language",
  "customer",
  "condition",
  "set",
  "queue",
  "message",
  "callback",
  "transfer",
  "end",
] as const;
export type Kind = (typeof KINDS)[number];

const EMPTY: FlowGraph = { begin: "", nodes: [], person_queue: "", person_words: [], rating: {} };

/** What is drawn: the draft, or else what counts. */
export function graphOf({ draft, in_force: counts }: FlowShown): FlowGraph {
  return ((draft ?? counts)?.graph ?? EMPTY) as FlowGraph;
}

const SHARED = { x: 0, y: 0, next: {} };

const FIELDS: Record<Kind, object> = {
  say: { text: {} },
  menu: { text: {}, again: {}, tries: 2, choices: [] },
  collect: { text: {}, again: {}, tries: 2, key: "", check: "text" },
  hours: { queue: "" },
  language: { text: {}, languages: [] },
  customer: {},
  condition: { subject: "value", key: "", compare: "is", value: "" },
  set: { skills: [], priority: null, topic: "", key: "", value: "" },
  queue: { queue: "" },
  message: { text: {}, queue: "" },
  transfer: { text: {}, number: "" },
  callback: { text: {}, confirm: {}, thanks: {}, queue: "" },
  end: { text: {} },
};

/** A new node; its name is its kind and the first number that is free. */
export function newNode(kind: Kind, graph: FlowGraph): FlowNode {
  const taken = new Set(graph.nodes.map((node) => node.id));
  let number = 1;
  while (taken.has(`${kind}_${number}`)) number += 1;
  return { id: `${kind}_${number}`, kind, ...SHARED, ...FIELDS[kind] } as FlowNode;
}

export function exitsOf(node: FlowNode): string[] {
  switch (node.kind) {
    case "menu":
      return [...node.choices.map((choice) => choice.value), "unknown"];
    case "collect":
      return ["next", "unknown"];
    case "hours":
      return ["open", "closed", "holiday", "emergency"];
    case "callback":
      return ["no", "unknown"];
    case "customer":
      return ["found", "several", "unknown"];
    case "transfer":
      return ["refused", "unknown"];
    case "condition":
      return ["yes", "no"];
    case "say":
    case "language":
    case "set":
      return ["next"];
    default:
      return [];
  }
}

/** Removes a node, and every way that led to it. */
export function without(graph: FlowGraph, id: string): FlowGraph {
  const nodes = graph.nodes
    .filter((node) => node.id !== id)
    .map((node) => ({
      ...node,
      next: Object.fromEntries(Object.entries(node.next).filter(([, to]) => to !== id)),
    }));
  return { ...graph, nodes, begin: graph.begin === id ? "" : graph.begin };
}

export interface Spot {
  id: string;
  column: number;
  row: number;
}

/** Each node in the column of its distance from the beginning; what is not reached comes last. */
export function placed(graph: FlowGraph): Spot[] {
  const depth = new Map<string, number>();
  let layer = [graph.begin];
  for (let column = 0; layer.length > 0; column += 1) {
    const fresh = layer.filter((id) => !depth.has(id) && graph.nodes.some((one) => one.id === id));
    fresh.forEach((id) => depth.set(id, column));
    layer = fresh.flatMap((id) => {
      const node = graph.nodes.find((one) => one.id === id);
      return node === undefined ? [] : exitsOf(node).map((exit) => node.next[exit] ?? "");
    });
  }
  const last = Math.max(-1, ...depth.values()) + 1;
  const rows = new Map<number, number>();
  return graph.nodes.map(({ id }) => {
    const column = depth.get(id) ?? last;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { id, column, row };
  });
}
