import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../../api/query";
import { renderWith } from "../../../testing/render";
import { dialling } from "../dial";
import DialPanel from "./DialPanel";

const NUMBER = { id: "n1", number: "+49 30 1234", description: "Sales", queue: "sales" };
const MADE = {
  contact: "c1",
  number: "+493076543210",
  shown: "+49 30 76543210",
  customer: "jo",
  customer_name: "Jo",
  phone_number: "n1",
  placed_at: 1,
  reached_at: 2,
  ended_at: 3,
  outcome: "talked",
};

function may(changed: object = {}): void {
  const now = { may: true, numbers: [NUMBER], emergency: ["112"], stopped: "" };
  vi.spyOn(dialling, "read").mockResolvedValue({ ...now, ...changed });
  vi.spyOn(dialling, "made").mockResolvedValue([MADE, { ...MADE, contact: "c0" }]);
  vi.spyOn(dialling, "often").mockResolvedValue([]);
}

/** The panel takes one line until it is needed. */
async function unfolded(button: string, field: string): Promise<HTMLElement> {
  expect(screen.queryByLabelText(field)).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: button }));
  return screen.findByLabelText(field);
}

beforeEach(() => queryClient.clear());
afterEach(() => vi.restoreAllMocks());

describe("calling somebody", () => {
  it("dials what was typed, once it is a number", async () => {
    may();
    const call = vi.spyOn(dialling, "call").mockResolvedValue({ contact: "c2", emergency: false });
    await renderWith(<DialPanel />);
    const field = await unfolded("Call somebody", "Number or name");
    await userEvent.type(field, "Jo");
    expect(screen.getByRole("button", { name: "Call" })).toBeDisabled();
    await userEvent.clear(field);
    await userEvent.type(field, "030 1234{Enter}");
    expect(call).toHaveBeenCalledWith("030 1234", "n1", null);
  });

  it("offers whom I called last, each once, to be called again", async () => {
    may();
    const call = vi.spyOn(dialling, "call").mockResolvedValue({ contact: "c2", emergency: false });
    await renderWith(<DialPanel />);
    await userEvent.click(await unfolded("Call somebody", "Number or name"));
    await userEvent.click(await screen.findByRole("button", { name: "Call Jo, +49 30 76543210" }));
    expect(call).toHaveBeenCalledWith("+49 30 76543210", "n1", "jo");
  });

  it("says why nobody can call out, and leaves help to everybody", async () => {
    may({ may: false, numbers: [], stopped: "21 calls were short" });
    await renderWith(<DialPanel />);
    expect(await unfolded("Emergency call", "Emergency number")).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent("21 calls were short");
  });

  it("is not there for who may call nobody", async () => {
    may({ may: false, numbers: [], emergency: [] });
    await renderWith(<DialPanel />);
    await vi.waitFor(() => expect(dialling.read).toHaveBeenCalled());
    expect(screen.queryByRole("region", { name: "Call somebody" })).toBeNull();
  });
});
