import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Recording } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { AMIRA, renderWith } from "../../../testing/render";
import { recordings } from "../api";
import RecordingList from "./RecordingList";

const TALK: Recording = {
  id: "r1",
  contact: "c1",
  queue: "q1",
  agent: "ben",
  agent_name: "Ben Okafor",
  state: "stored",
  why: "",
  announced: true,
  began_at: 1_700_000_000_000,
  ended_at: 1_700_000_010_000,
  duration_ms: 10_000,
  size: 320_044,
  sha256: "00",
  voices: ["customer", "Ben Okafor"],
  bars: [
    [10, 40],
    [0, 20],
  ],
  speech: [[[0, 5_000]], [[6_000, 9_000]]],
  segments: [
    { kind: "recorded", reason: "", by: "", from_ms: 0, to_ms: 5_000 },
    { kind: "paused", reason: "card_data", by: "Ben Okafor", from_ms: 5_000, to_ms: 6_000 },
    { kind: "recorded", reason: "", by: "", from_ms: 6_000, to_ms: 10_000 },
  ],
  keep_until: null,
  kept_by: "",
  kept_why: "",
};

function there(...changed: Partial<Recording>[]): void {
  vi.spyOn(recordings, "of").mockResolvedValue(changed.map((one) => ({ ...TALK, ...one })));
}

beforeEach(() => queryClient.clear());
afterEach(() => vi.restoreAllMocks());

describe("the recordings of a call", () => {
  it("show who speaks how much, and what is missing and why", async () => {
    there({});
    await renderWith(<RecordingList contact="c1" />);
    expect(await screen.findByText("Customer speaks 50 % of the time")).toBeVisible();
    expect(screen.getByText("Ben Okafor speaks 30 % of the time")).toBeVisible();
    const gaps = screen.getByRole("list", { name: "What is not in the recording" });
    expect(within(gaps).getByRole("listitem")).toHaveTextContent(
      "0:05–0:06 paused: card data (Ben Okafor)",
    );
  });

  it("go to a place by keyboard and by what is missing, and change the speed", async () => {
    there({});
    const { container } = await renderWith(<RecordingList contact="c1" />);
    const place = await screen.findByRole("slider", { name: "Place in the recording" });
    fireEvent.change(place, { target: { value: "3" } });
    expect(place).toHaveAttribute("aria-valuetext", "0:03 of 0:10");
    await userEvent.click(screen.getByRole("button", { name: "0:05–0:06" }));
    const audio = container.querySelector("audio");
    expect(audio?.currentTime).toBe(5);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Speed" }), "1.5×");
    expect(audio?.playbackRate).toBe(1.5);
  });

  it("say when the sound cannot be loaded", async () => {
    there({});
    vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValue(new Error("no sound"));
    await renderWith(<RecordingList contact="c1" />);
    await userEvent.click(await screen.findByRole("button", { name: "Play" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("could not be loaded");
  });

  it("say why there is none", async () => {
    there({ state: "skipped", why: "customer.declined" });
    await renderWith(<RecordingList contact="c1" />);
    expect(await screen.findByText("The customer did not want to be recorded.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Play" })).toBeNull();
  });

  it("say so when there are none, and when they cannot be read", async () => {
    there();
    const shown = await renderWith(<RecordingList contact="c1" />);
    expect(await screen.findByText("No recordings")).toBeVisible();
    shown.unmount();
    queryClient.clear();
    vi.spyOn(recordings, "of").mockRejectedValue(new Error("no"));
    queryClient.setDefaultOptions({ queries: { retry: false } });
    await renderWith(<RecordingList contact="c1" />);
    expect(await screen.findByRole("alert")).toBeVisible();
  });

  it("are kept longer only with a reason, by who may", async () => {
    there({});
    const keep = vi.spyOn(recordings, "keep").mockResolvedValue(TALK);
    await renderWith(<RecordingList contact="c1" />, {
      ...AMIRA,
      rights: ["recording.hear", "recording.keep"],
    });
    await userEvent.click(await screen.findByRole("button", { name: "Keep longer" }));
    const dialog = await screen.findByRole("dialog");
    const confirm = within(dialog).getByRole("button", { name: "Keep longer" });
    expect(confirm).toBeDisabled();
    await userEvent.type(within(dialog).getByRole("textbox", { name: /Why/ }), "dispute 7");
    await userEvent.click(confirm);
    expect(keep).toHaveBeenCalledWith("r1", true, "dispute 7");
  });
});
