import { act, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "../../../api/query";
import { renderWith } from "../../../testing/render";
import { MetricName } from "./MetricName";

const ASA = { name: "asa", version: 2, formula: "wait / answered", credit: "arrival" };

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it("says by keyboard what the figure means", async () => {
  await renderWith(<MetricName metric="asa">Wait to answer</MetricName>);
  act(() => {
    queryClient.setQueryData(["insight", "metrics"], [ASA]);
  });
  const name = await screen.findByRole("button", { name: "Wait to answer", expanded: false });
  await userEvent.tab();
  expect(name).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("dialog", { name: "Wait to answer" })).toHaveTextContent(
    "wait / answered",
  );
  expect(name).toHaveAttribute("aria-expanded", "true");
});
