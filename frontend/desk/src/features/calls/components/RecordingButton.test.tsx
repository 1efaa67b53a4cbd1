import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CallFrame } from "../../../live/protocol";
import { renderWith } from "../../../testing/render";
import { calls } from "../api";
import RecordingButton from "./RecordingButton";

const CALL: CallFrame = {
  t: "call",
  contact: "c1",
  carrier: "asterisk",
  held: false,
  recording: "recorded",
  legs: [],
  listening: [],
  over: false,
};

afterEach(() => vi.restoreAllMocks());

describe("the recording of a call", () => {
  it("is paused, and goes on", async () => {
    const pause = vi.spyOn(calls, "pauseRecording").mockResolvedValue(undefined as never);
    const shown = await renderWith(<RecordingButton call={CALL} />);
    expect(screen.getByRole("status")).toHaveTextContent("Recorded");
    await userEvent.click(screen.getByRole("button", { name: "Pause for card data" }));
    expect(pause).toHaveBeenLastCalledWith("c1", true);
    shown.unmount();
    await renderWith(<RecordingButton call={{ ...CALL, recording: "paused" }} />);
    await userEvent.click(screen.getByRole("button", { name: "Record again" }));
    expect(pause).toHaveBeenLastCalledWith("c1", false);
  });

  it("says when the pause could not be had: the number must wait", async () => {
    vi.spyOn(calls, "pauseRecording").mockRejectedValue(new Error("no"));
    await renderWith(<RecordingButton call={CALL} />);
    await userEvent.click(screen.getByRole("button", { name: "Pause for card data" }));
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent("Recorded");
  });

  it("is not there where nothing is recorded", async () => {
    await renderWith(<RecordingButton call={{ ...CALL, recording: "off" }} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});
