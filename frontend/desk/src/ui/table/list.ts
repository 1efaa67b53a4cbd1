/**
 * What a list shows now: words, page, order and filters; and how that becomes a query.
 *
 * It is kept in the address: a reload, going back and a link that was sent show the same list. Of
 * several lists on one screen only one can be.
 */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import {
  FIRST,
  readFilters,
  readList,
  writeList,
  type Choices,
  type Filters,
  type ListState,
  type Search,
} from "./address";

export { PAGE_SIZES } from "./address";

export interface ListControl {
  state: ListState;
  /**
   * Changes anything; whatever is not the page itself goes back to the first page. With `mend` one
   * cannot go back to what it was.
   */
  set: (part: Partial<ListState>, mend?: boolean) => void;
  query: {
    q?: string;
    page: number;
    size: number;
    sort?: string;
    order?: "asc" | "desc";
  };
}

export interface FilteredList<C extends Choices> extends ListControl {
  filters: Filters<C>;
  /** Sets some filters, or with null takes them off, and goes back to the first page. */
  filter: (part: { [K in keyof C]?: Filters<C>[K] | null }) => void;
}

const TYPING_MS = 250;

interface Typed {
  text: string;
  /** It stands in the address. */
  settled: boolean;
}

/** The words being typed are ahead of the address, until they rest or somebody goes back. */
function useTyped(q: string, settle: (q: string) => void) {
  const [typed, setTyped] = useState<Typed | null>(null);
  if (typed !== null && (typed.text.trim() === q) !== typed.settled) {
    setTyped(typed.settled ? null : { ...typed, settled: true });
  }
  useEffect(() => {
    if (typed === null || typed.settled) return;
    const timer = setTimeout(() => settle(typed.text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, settle]);
  return { text: typed?.text ?? q, setTyped };
}

function queryOf(state: ListState): ListControl["query"] {
  return {
    ...(state.q === "" ? {} : { q: state.q }),
    page: state.page,
    size: state.size,
    ...(state.sort === null ? {} : { sort: state.sort, order: state.order }),
  };
}

const UNFILTERED = {};

/** `choices` are the list's filters; give the same object each time. */
export function useList<C extends Choices = Choices>(
  initial: { sort?: string; order?: "asc" | "desc" } = {},
  choices: C = UNFILTERED as C,
): FilteredList<C> {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const { sort = null, order = "asc" } = initial;
  const first = useMemo(() => ({ ...FIRST, sort, order }), [sort, order]);
  const state = readList(search, first);
  const go = useCallback(
    (change: (old: Search) => Search, replace: boolean): void => {
      // Other lists' addresses have other parameters: those here are this list's own.
      const next = (old: Search): Search => ({ ...old, ...change(old) });
      void navigate({ to: ".", search: next as never, replace });
    },
    [navigate],
  );
  const settle = useCallback(
    (q: string): void =>
      go((old) => writeList({ ...readList(old, first), q, page: 1 }, first), true),
    [go, first],
  );
  const { text, setTyped } = useTyped(state.q, settle);
  return {
    state: { ...state, q: text },
    set: ({ q, ...part }, mend = false) => {
      if (q !== undefined) setTyped({ text: q, settled: q.trim() === state.q });
      if (Object.keys(part).length === 0) return;
      go((old) => writeList({ ...readList(old, first), page: 1, ...part }, first), mend);
    },
    query: queryOf(state),
    filters: readFilters(search, choices),
    filter: (part) => {
      const next: Search = { page: undefined };
      for (const [name, value] of Object.entries(part)) next[name] = value ?? undefined;
      go(() => next, false);
    },
  };
}

/** A list on a screen whose address is another list's. */
export function usePassingList(initial: Partial<ListState> = {}): ListControl {
  const [state, setState] = useState<ListState>({ ...FIRST, ...initial });
  const set = useCallback((part: Partial<ListState>) => {
    setState((old) => ({ ...old, page: 1, ...part }));
  }, []);
  return { state, set, query: queryOf({ ...state, q: state.q.trim() }) };
}

/** The address of the same list as a CSV file. */
export function csvHref(
  path: string,
  query: Record<string, string | number | null | undefined>,
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "" || key === "page" || key === "size") {
      continue;
    }
    params.set(key, String(value));
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}
