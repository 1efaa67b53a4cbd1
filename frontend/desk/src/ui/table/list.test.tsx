import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderWith } from "../../testing/render";
import { readFilters, readList, FIRST } from "./address";
import { DataTable } from "./DataTable";
import { useList } from "./list";

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.useRealTimers());

const ROWS = Array.from({ length: 60 }, (_, n) => ({ id: String(n), name: `Row ${n}` }));
const CHOICES = { status: ["active", "gone"] as const, team: null };

/** Says what it asks for, as a real list asks the server. */
function People() {
  const list = useList({ sort: "name" }, CHOICES);
  const asked = { ...list.query, ...list.filters };
  const at = (asked.page - 1) * asked.size;
  return (
    <>
      <p data-testid="asked">{JSON.stringify(asked)}</p>
      <button onClick={() => list.filter({ status: "gone" })}>Gone only</button>
      <DataTable
        label="People"
        list={list}
        rows={ROWS.slice(at, at + asked.size)}
        total={ROWS.length}
        rowId={(row) => row.id}
        columns={[
          { id: "name", header: "Name", sort: "name", cell: (row) => row.name },
          { id: "email", header: "Email", sort: "email", cell: () => "" },
        ]}
        empty={{ title: "Nobody" }}
      />
    </>
  );
}

async function visit(...addresses: string[]) {
  const rootRoute = createRootRoute({ component: Outlet });
  const people = createRoute({
    getParentRoute: () => rootRoute,
    path: "/people",
    component: People,
  });
  const other = createRoute({
    getParentRoute: () => rootRoute,
    path: "/other",
    component: () => <p>Another screen</p>,
  });
  const history = createMemoryHistory({ initialEntries: addresses });
  const router = createRouter({ routeTree: rootRoute.addChildren([people, other]), history });
  const shown = await renderWith(<RouterProvider router={router as never} />);
  return { history, unmount: shown.unmount };
}

function type(words: string): void {
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: words } });
}

function asked(): unknown {
  return JSON.parse(screen.getByTestId("asked").textContent);
}

const PLAIN = { page: 1, size: 25, sort: "name", order: "asc" };

test("what was searched, sorted, filtered and paged stands in the address, and a link shows it", async () => {
  const { history, unmount } = await visit("/people");
  await waitFor(() => expect(asked()).toEqual(PLAIN));
  type("ada");
  await waitFor(() => expect(asked()).toEqual({ ...PLAIN, q: "ada" }));
  fireEvent.click(screen.getByRole("button", { name: "Gone only" }));
  fireEvent.click(screen.getByRole("button", { name: /Email/ }));
  await waitFor(() => expect(asked()).toMatchObject({ sort: "email" }));
  fireEvent.click(screen.getByRole("button", { name: "Page 2" }));
  const all = { ...PLAIN, q: "ada", status: "gone", sort: "email", page: 2 };
  await waitFor(() => expect(asked()).toEqual(all));
  expect(history.location.href).toBe("/people?q=ada&status=gone&sort=email&page=2");
  const link = history.location.href;
  unmount();
  await visit(link);
  await waitFor(() => expect(asked()).toEqual(all));
  expect(screen.getByRole("searchbox")).toHaveValue("ada");
});

test("going back shows the list as it was, with its words", async () => {
  const { history } = await visit("/people?q=ada", "/people?q=bo&page=2");
  await waitFor(() => expect(asked()).toEqual({ ...PLAIN, q: "bo", page: 2 }));
  type("bob ");
  await waitFor(() => expect(asked()).toEqual({ ...PLAIN, q: "bob" }));
  expect(screen.getByRole("searchbox")).toHaveValue("bob ");
  act(() => history.back());
  await waitFor(() => expect(asked()).toEqual({ ...PLAIN, q: "ada" }));
  expect(screen.getByRole("searchbox")).toHaveValue("ada");
});

test("words still being typed do not follow to the next screen", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { history } = await visit("/people");
  await screen.findByRole("searchbox");
  type("ada");
  act(() => history.push("/other"));
  await screen.findByText("Another screen");
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(history.location.href).toBe("/other");
});

test("a page that the list no longer has becomes its last one", async () => {
  const { history } = await visit("/people?page=9");
  await waitFor(() => expect(asked()).toEqual({ ...PLAIN, page: 3 }));
  expect(history.length).toBe(1);
});

test("an address that says nonsense shows the list as at first", () => {
  const nonsense = { page: -2, size: 7, order: "sideways", q: { a: 1 }, status: "x", team: "" };
  expect(readList(nonsense, FIRST)).toEqual(FIRST);
  expect(readFilters(nonsense, CHOICES)).toEqual({});
  expect(readList({ q: 7, page: "2" }, FIRST)).toEqual({ ...FIRST, q: "7", page: 2 });
});
