import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallFrame } from "../../../live/protocol";
import { renderWith } from "../../../testing/render";
import { calls } from "../api";
import CardPanel from "./CardPanel";

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
const PAGE = "about:blank";

function pauses() {
  return vi.spyOn(calls, "pauseRecording").mockResolvedValue(undefined as never);
}

/** The panel, and two buttons by which the server says how the recording stands. */
function Live({ first }: { first: CallFrame }) {
  const [call, setCall] = useState(first);
  return (
    <>
      <button onClick={() => setCall({ ...call, recording: "paused" })}>server pauses</button>
      <button onClick={() => setCall({ ...call, recording: "recorded" })}>server records</button>
      <CardPanel call={call} />
    </>
  );
}

/** Not a click of the agent: the focus stays where it is. */
const server = (does: string) => fireEvent.click(screen.getByRole("button", { name: does }));

/** The page is opened, and the agent asks to be let in. */
async function entered(call: CallFrame) {
  const shown = await renderWith(<Live first={call} />);
  await userEvent.click(await screen.findByRole("button", { name: "Card payment" }));
  await userEvent.click(screen.getByRole("button", { name: "Enter the card's data" }));
  return shown;
}

const frame = () => screen.getByTitle("Page of the payment provider");

beforeEach(() => {
  vi.spyOn(calls, "paymentPage").mockResolvedValue({ url: PAGE });
});
afterEach(() => vi.restoreAllMocks());

describe("the page on which a card's data are taken", () => {
  it("cannot be used before nothing is recorded", async () => {
    const pause = pauses();
    await entered(CALL);
    expect(pause.mock.calls).toEqual([["c1", true]]);
    expect(frame()).toHaveAttribute("inert");
    server("server pauses");
    await waitFor(() => expect(frame()).not.toHaveAttribute("inert"));
    expect(frame()).toHaveFocus();
  });

  it("lets the recording go on when the focus leaves it, and is covered again", async () => {
    const pause = pauses();
    await entered(CALL);
    server("server pauses");
    await waitFor(() => expect(frame()).toHaveFocus());
    act(() => screen.getByRole("button", { name: "Close the card payment" }).focus());
    await waitFor(() => expect(frame()).toHaveAttribute("inert"));
    expect(pause.mock.calls).toEqual([
      ["c1", true],
      ["c1", false],
    ]);
  });

  it("lets the recording go on when it is closed with the call", async () => {
    const pause = pauses();
    const shown = await entered(CALL);
    shown.unmount();
    expect(pause).toHaveBeenLastCalledWith("c1", false);
  });

  it("is covered when the pause is over by its bound", async () => {
    pauses();
    await entered(CALL);
    server("server pauses");
    await waitFor(() => expect(frame()).not.toHaveAttribute("inert"));
    server("server records");
    await waitFor(() => expect(frame()).toHaveAttribute("inert"));
  });

  it("stays covered, and says why, when the pause could not be had", async () => {
    vi.spyOn(calls, "pauseRecording").mockRejectedValue(new Error("no"));
    await entered(CALL);
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(frame()).toHaveAttribute("inert");
  });

  it("can be used at once where nothing is recorded", async () => {
    const pause = pauses();
    await entered({ ...CALL, recording: "off" });
    await waitFor(() => expect(frame()).not.toHaveAttribute("inert"));
    expect(pause).not.toHaveBeenCalled();
  });

  it("is not there where nobody named one", async () => {
    vi.spyOn(calls, "paymentPage").mockResolvedValue({ url: "" });
    await renderWith(<CardPanel call={CALL} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});
