/** What a list shows now: words, page, order and filters; and how that becomes a query. */
import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useState } from "react";

export interface ListState {
  q: string;
  page: number;
  size: number;
  sort: string | null;
  order: "asc" | "desc";
}

export const PAGE_SIZES = ["25", "50", "100"] as const;

export interface ListControl {
  state: ListState;
  /** Changes anything; whatever is not the page itself goes back to the first page. */
  set: (part: Partial<ListState>) => void;
  query: {
    q?: string;
    page: number;
    size: number;
    sort?: string;
    order?: "asc" | "desc";
  };
}

export function useList(initial: Partial<ListState> = {}): ListControl {
  const [state, setState] = useState<ListState>({
    q: "",
    page: 1,
    size: 25,
    sort: null,
    order: "asc",
    ...initial,
  });
  const set = useCallback((part: Partial<ListState>) => {
    setState((old) => ({ ...old, page: 1, ...part }));
  }, []);
  const [q] = useDebouncedValue(state.q.trim(), 250);
  return {
    state,
    set,
    query: {
      ...(q === "" ? {} : { q }),
      page: state.page,
      size: state.size,
      ...(state.sort === null ? {} : { sort: state.sort, order: state.order }),
    },
  };
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
