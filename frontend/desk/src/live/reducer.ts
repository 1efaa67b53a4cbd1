/**
 * What the desk knows of the floor, as a pure function of the frames it was sent.
 *
 * Entities are put and deleted by kind and id. Messages are kept per conversation in the order of
 * their sequence number, each once. A patch that is older than what we have is dropped; one that
 * skips numbers is applied, because the server leaves out what this person may not see.
 */
import type { Message } from "@onqueue/api/models";
import { KINDS, type Entities, type Kind, type ServerFrame } from "./protocol";

export const THREADS_MAX = 40;
export const TYPING_MS = 6_000;

export interface Thread {
  items: Message[];
  /** Everything after this number is present; null until the first page was read. */
  from: number | null;
  hasEarlier: boolean;
  /** A message is known to be missing: read again from `last`. */
  gap: boolean;
  seenByCustomer: number;
  typing: { who: string; side: "customer" | "staff"; until: number }[];
}

export interface LiveState {
  entities: Entities;
  threads: Record<string, Thread>;
  n: number | null;
  epoch: string | null;
  /** How far the server's clock is ahead of ours. */
  skew: number;
}

/** What was asked for: the newest page, or the one before what we have. */
export type PageMode = "latest" | "before";

export type Action =
  | { t: "frame"; frame: ServerFrame; now: number }
  | { t: "page"; conversation: string; items: Message[]; more: boolean; mode: PageMode }
  | { t: "sent"; message: Message }
  | { t: "settle"; now: number }
  | { t: "forget" };

export const EMPTY_THREAD: Thread = {
  items: [],
  from: null,
  hasEarlier: false,
  gap: false,
  seenByCustomer: 0,
  typing: [],
};

export const INITIAL: LiveState = {
  entities: { agent: {}, queue: {}, contact: {}, offer: {}, stats: {} },
  threads: {},
  n: null,
  epoch: null,
  skew: 0,
};

export function reduce(state: LiveState, action: Action): LiveState {
  switch (action.t) {
    case "frame":
      return applyFrame(state, action.frame, action.now);
    case "page":
      return withThread(state, action.conversation, (thread) => addPage(thread, action));
    case "sent":
      return withThread(state, action.message.conversation, (thread) =>
        addMessages(thread, [action.message], false),
      );
    case "settle":
      return settleTyping(state, action.now);
    case "forget":
      return INITIAL;
  }
}

function applyFrame(state: LiveState, frame: ServerFrame, now: number): LiveState {
  switch (frame.t) {
    case "snapshot":
      return {
        ...state,
        entities: { ...INITIAL.entities, ...frame.entities },
        n: frame.n,
        epoch: frame.epoch,
        skew: skewOf(state.skew, frame.now_at, now),
      };
    case "patch":
      return applyPatch(state, frame);
    case "messages":
      return withThread(state, frame.conversation, (thread) =>
        addMessages(thread, frame.items, true),
      );
    case "typing":
      return withThread(state, frame.conversation, (thread) => ({
        ...thread,
        typing: [
          ...thread.typing.filter((one) => one.who !== frame.who && one.until > now),
          { who: frame.who, side: frame.side, until: now + TYPING_MS },
        ],
      }));
    case "seen":
      return withThread(state, frame.conversation, (thread) => addSeen(thread, frame));
    case "ping":
      return { ...state, skew: skewOf(state.skew, frame.now_at, now) };
    default:
      return state;
  }
}

/** What a frame spends on its way is no reason to set the clock anew. */
function skewOf(old: number, serverNow: number, now: number): number {
  const skew = serverNow - now;
  return Math.abs(skew - old) > 250 ? skew : old;
}

function isKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}

function applyPatch(state: LiveState, frame: Extract<ServerFrame, { t: "patch" }>): LiveState {
  if (state.n !== null && frame.n < state.n) return state;
  const entities: Entities = { ...state.entities };
  const copied = new Set<Kind>();
  const table = (kind: Kind): Record<string, unknown> => {
    if (!copied.has(kind)) {
      copied.add(kind);
      (entities as Record<Kind, object>)[kind] = { ...entities[kind] };
    }
    return entities[kind];
  };
  for (const [kind, id] of frame.del) if (isKind(kind)) delete table(kind)[id];
  for (const [kind, id, entity] of frame.put) if (isKind(kind)) table(kind)[id] = entity;
  return { ...state, entities, n: frame.n };
}

function withThread(
  state: LiveState,
  conversation: string,
  change: (thread: Thread) => Thread,
): LiveState {
  const old = state.threads[conversation] ?? EMPTY_THREAD;
  const thread = change(old);
  if (thread === old) return state;
  const threads = { ...state.threads };
  delete threads[conversation];
  threads[conversation] = thread;
  const ids = Object.keys(threads);
  for (const id of ids.slice(0, Math.max(0, ids.length - THREADS_MAX))) delete threads[id];
  return { ...state, threads };
}

export function lastSeq(thread: Thread): number {
  return thread.items.at(-1)?.seq ?? 0;
}

/**
 * Up to where nothing is missing. A message of my own may be known by the answer to sending it,
 * before those of others that came while the connection was gone: they are asked for from here.
 */
export function wholeTo(thread: Thread): number {
  let last = thread.items.at(0)?.seq ?? 0;
  for (const item of thread.items) {
    if (item.seq > last + 1) break;
    last = item.seq;
  }
  return last;
}

function merged(old: Message[], items: Message[]): Message[] {
  const bySeq = new Map(old.map((message) => [message.seq, message]));
  for (const item of items) bySeq.set(item.seq, item);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function addMessages(thread: Thread, items: Message[], pushed: boolean): Thread {
  if (items.length === 0) return thread;
  const first = Math.min(...items.map((item) => item.seq));
  const last = lastSeq(thread);
  const authors = new Set(items.map((item) => item.author_name));
  return {
    ...thread,
    items: merged(thread.items, items),
    gap: thread.gap || (pushed && thread.items.length > 0 && first > last + 1),
    typing: thread.typing.filter(
      (one) =>
        !authors.has(one.who) &&
        !(one.side === "customer" && items.some((item) => item.kind === "customer")),
    ),
  };
}

function addPage(
  thread: Thread,
  page: { items: Message[]; more: boolean; mode: PageMode },
): Thread {
  // With messages known to be missing, or a newest page that does not touch what we have, what
  // we have may have a hole in it: start again from the page.
  const first = page.items.at(0)?.seq ?? 0;
  const hole = page.mode === "latest" && (thread.gap || (page.more && first > lastSeq(thread) + 1));
  const newer = thread.items.filter((item) => item.seq > (page.items.at(-1)?.seq ?? 0));
  const items = merged(hole ? newer : thread.items, page.items);
  const backwards = page.mode === "before" || thread.from === null || hole;
  return {
    ...thread,
    items,
    gap: page.mode === "before" && thread.gap,
    from: items.at(0)?.seq ?? 0,
    hasEarlier: backwards ? page.more : thread.hasEarlier,
    seenByCustomer: Math.max(
      thread.seenByCustomer,
      ...page.items.map((item) => (item.seen_by_customer_at === null ? 0 : item.seq)),
    ),
  };
}

function addSeen(thread: Thread, frame: { seq: number; at: number }): Thread {
  if (frame.seq <= thread.seenByCustomer) return thread;
  return {
    ...thread,
    seenByCustomer: frame.seq,
    items: thread.items.map((item) =>
      item.seq <= frame.seq && item.kind === "reply" && item.seen_by_customer_at === null
        ? { ...item, seen_by_customer_at: frame.at }
        : item,
    ),
  };
}

function settleTyping(state: LiveState, now: number): LiveState {
  let next = state;
  for (const [id, thread] of Object.entries(state.threads)) {
    if (thread.typing.some((one) => one.until <= now)) {
      next = withThread(next, id, (old) => ({
        ...old,
        typing: old.typing.filter((one) => one.until > now),
      }));
    }
  }
  return next;
}
