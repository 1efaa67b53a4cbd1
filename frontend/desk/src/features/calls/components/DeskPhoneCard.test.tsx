import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeskPhone } from "@onqueue/api/models";
import { queryClient } from "../../../api/query";
import { renderWith } from "../../../testing/render";
import { deskPhone } from "../api";
import { DeskPhoneCard } from "./DeskPhoneCard";

const PHONE: DeskPhone = {
  carried: true,
  connected: true,
  made_at: 1,
  registered: false,
  name: "amira",
  address: "127.0.0.1:5060",
};

function there(changed: Partial<DeskPhone>): void {
  vi.spyOn(deskPhone, "read").mockResolvedValue({ ...PHONE, ...changed });
}

beforeEach(() => queryClient.clear());
afterEach(() => vi.restoreAllMocks());

describe("the desk phone", () => {
  it("warns whose telephone is not registered", async () => {
    there({});
    await renderWith(<DeskPhoneCard />);
    expect(await screen.findByRole("status")).toHaveTextContent("not registered");
  });

  it("shows the password of a new one this once", async () => {
    there({ made_at: null });
    vi.spyOn(deskPhone, "give").mockResolvedValue({ ...PHONE, password: "secret-1" });
    await renderWith(<DeskPhoneCard />);
    await userEvent.click(await screen.findByRole("button", { name: "Get a telephone" }));
    expect(await screen.findByText("secret-1")).toBeVisible();
    expect(screen.getByText("127.0.0.1:5060")).toBeVisible();
  });

  it("is not there where no telephone call can come", async () => {
    there({ carried: false });
    const { container } = await renderWith(<DeskPhoneCard />);
    await vi.waitFor(() => expect(deskPhone.read).toHaveBeenCalled());
    expect(container.querySelector("section")).toBeNull();
    expect(screen.queryByText("Desk phone")).toBeNull();
  });
});
