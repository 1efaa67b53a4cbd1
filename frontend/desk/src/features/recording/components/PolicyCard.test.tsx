import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RecordingPolicy } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { renderWith } from "../../../testing/render";
import { recordings } from "../api";
import PolicyCard from "./PolicyCard";

vi.mock("../../../ui/form/UnsavedGuard", () => ({ UnsavedGuard: () => null }));

const OFF: RecordingPolicy = {
  queue: "q1",
  mode: "off",
  share: 100,
  form: "per_leg",
  announce: true,
  days: 90,
  version: 0,
  changed_at: null,
  changed_by: "",
};

beforeEach(() => queryClient.clear());
afterEach(() => vi.restoreAllMocks());

describe("what is recorded of a queue", () => {
  it("asks for no more than it needs, and saves a share", async () => {
    vi.spyOn(recordings, "policy").mockResolvedValue(OFF);
    const set = vi.spyOn(recordings, "setPolicy").mockResolvedValue({ ...OFF, version: 1 });
    await renderWith(<PolicyCard queue="q1" />);
    const mode = await screen.findByRole("combobox", { name: "Record" });
    expect(screen.queryByLabelText("Days to keep")).toBeNull();
    expect(screen.getByRole("button", { name: "Save the recording rules" })).toBeDisabled();
    await userEvent.click(mode);
    await userEvent.click(await screen.findByRole("option", { name: "A share of the calls" }));
    const share = screen.getByLabelText("Share");
    await userEvent.clear(share);
    await userEvent.type(share, "25");
    await userEvent.click(screen.getByRole("switch", { name: /Tell customers before/ }));
    await userEvent.click(screen.getByRole("button", { name: "Save the recording rules" }));
    expect(set).toHaveBeenCalledWith("q1", {
      mode: "share",
      share: 25,
      form: "per_leg",
      announce: false,
      days: 90,
      version: 0,
    });
  });

  it("says when it cannot be read", async () => {
    queryClient.setDefaultOptions({ queries: { retry: false } });
    vi.spyOn(recordings, "policy").mockRejectedValue(new Error("no"));
    await renderWith(<PolicyCard queue="q1" />);
    expect(await screen.findByRole("alert")).toBeVisible();
  });
});
