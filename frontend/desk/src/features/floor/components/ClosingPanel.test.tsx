import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { directoryKeys } from "../../../api/directory";
import { queryClient } from "../../../api/query";
import type { ContactEntity } from "../../../live/protocol";
import { renderWith } from "../../../testing/render";
import { floor } from "../api";
import { saveClosing } from "../recaps";
import { ClosingPanel } from "./ClosingPanel";

const NOW = Date.UTC(2026, 0, 1, 9);

function contact(untilAt: number): ContactEntity {
  return {
    id: "c1",
    queue: "q1",
    customer_name: "Olive Santos",
    extensions: 0,
    wrap_up_until_at: untilAt,
  } as ContactEntity;
}

async function open(untilAt = NOW + 60_000) {
  return renderWith(<ClosingPanel contact={contact(untilAt)} focused />);
}

const action = (): HTMLElement => screen.getByRole("textbox", { name: "What happens next" });

async function pass(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  vi.spyOn(floor, "recap").mockResolvedValue({} as never);
  vi.spyOn(floor, "close").mockResolvedValue({} as never);
  queryClient.setQueryData(directoryKeys.codes, []);
});
vi.setConfig({ testTimeout: 20_000 });
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the closing panel", () => {
  it("keeps what was written while another contact is looked at", async () => {
    const first = await open();
    act(() => action().focus());
    await userEvent.paste("Call the carrier");
    first.unmount();
    await open();
    expect(action()).toHaveValue("Call the carrier");
  });

  it("sends what is to be done before the time is over", async () => {
    vi.useFakeTimers({ now: NOW });
    saveClosing("c1", { code: "", action: "Call the carrier", owner: "Mo", due: "", hard: false });
    await open();
    await pass(56_999);
    expect(floor.recap).not.toHaveBeenCalled();
    await pass(1);
    const recap = { action: "Call the carrier", owner: "Mo", due_at: null };
    expect(vi.mocked(floor.recap).mock.calls).toEqual([["c1", recap]]);
    expect(floor.close).not.toHaveBeenCalled();
  });

  it("closes with the code that was chosen before the time is over", async () => {
    vi.useFakeTimers({ now: NOW });
    saveClosing("c1", { code: "traced", action: "", owner: "Mo", due: "", hard: false });
    await open();
    await pass(57_000);
    expect(vi.mocked(floor.close).mock.calls).toEqual([["c1", "traced", false]]);
    expect(floor.recap).not.toHaveBeenCalled();
  });
});
