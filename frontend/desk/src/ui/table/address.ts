/** What a list shows, as it stands in the address: read from it, and written back to it. */

export interface ListState {
  q: string;
  page: number;
  size: number;
  sort: string | null;
  order: "asc" | "desc";
}

export const PAGE_SIZES = ["25", "50", "100"] as const;

/** Filters by name: the values that one may have, or null where any word will do. */
export type Choices = Record<string, readonly string[] | null>;

/** A filter that is not set is absent. */
export type Filters<C extends Choices> = {
  [K in keyof C]?: C[K] extends readonly (infer V)[] ? V : string;
};

/** The parameters as the router parsed them: anybody may have written the address. */
export type Search = Record<string, unknown>;

export const FIRST: ListState = { q: "", page: 1, size: 25, sort: null, order: "asc" };

function word(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function readList(search: Search, initial: ListState): ListState {
  const page = Number(word(search["page"]));
  const size = word(search["size"]);
  const sort = word(search["sort"]);
  return {
    q: word(search["q"]),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    size: PAGE_SIZES.some((one) => one === size) ? Number(size) : initial.size,
    ...(sort === ""
      ? { sort: initial.sort, order: initial.order }
      : { sort, order: search["order"] === "desc" ? "desc" : "asc" }),
  };
}

/** What is as it was at first is left out, so that a plain list has a plain address. */
export function writeList(state: ListState, initial: ListState): Search {
  const q = state.q.trim();
  const sorted = state.sort !== initial.sort || state.order !== initial.order;
  return {
    q: q === "" ? undefined : q,
    page: state.page === 1 ? undefined : state.page,
    size: state.size === initial.size ? undefined : state.size,
    sort: sorted ? (state.sort ?? undefined) : undefined,
    order: sorted && state.order === "desc" ? "desc" : undefined,
  };
}

export function readFilters<C extends Choices>(search: Search, choices: C): Filters<C> {
  const filters: Search = {};
  for (const [name, values] of Object.entries(choices)) {
    const value = word(search[name]);
    if (value !== "" && (values === null || values.includes(value))) filters[name] = value;
  }
  return filters as Filters<C>;
}
