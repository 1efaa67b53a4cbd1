import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { wantOpen } from "../../features/floor/opening";
import { usePanes } from "./usePanes";

it("opens what was accepted, whatever was open before, and then stays where one goes", () => {
  const { result, rerender } = renderHook((ids: string[]) => usePanes(ids), {
    initialProps: ["ada"],
  });
  expect(result.current.shown).toEqual(["ada"]);
  act(() => wantOpen("ben"));
  expect(result.current.shown).toEqual(["ada"]);
  rerender(["ada", "ben"]);
  expect(result.current).toMatchObject({ shown: ["ben"], focused: "ben" });
  act(() => result.current.open("ada"));
  expect(result.current).toMatchObject({ shown: ["ada"], focused: "ada" });
});

it("stays with the one in front when a contact comes that was not accepted here", () => {
  const { result, rerender } = renderHook((ids: string[]) => usePanes(ids), {
    initialProps: ["ada"],
  });
  rerender(["ada", "cyd"]);
  expect(result.current.shown).toEqual(["ada"]);
});
